"""Files, tables of answers and captured pages brought into a study, each filed as a source."""
