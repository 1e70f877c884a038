"""What was said and what was answered, side by side: by theme and segment, compared by a rule.

Two strands meet. One is made of voices: quotations, answers or statements with a theme. The other
is made of preferences: the share of respondents who rate something high or tick it, or what a work
says of them. A rule that can be printed says where they agree and where they are in tension.
"""

from casestudy.joint.display import JointDisplay, joint_display
from casestudy.joint.preferences import (
    Preference,
    stated_preferences,
    survey_preferences,
)
from casestudy.joint.rule import JointRule
from casestudy.joint.voices import Voice, stated_voices, voices

__all__ = [
    "JointDisplay",
    "JointRule",
    "Preference",
    "Voice",
    "joint_display",
    "stated_preferences",
    "stated_voices",
    "survey_preferences",
    "voices",
]
