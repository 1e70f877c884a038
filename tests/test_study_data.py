"""Every row that is known of the study stands in its data: counted here, section by section.

The numbers were counted by hand in the list of facts that the data were written from.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from casestudy import Study, open_study

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def study() -> Study:
    return open_study(ROOT)


def ids(study: Study, name: str) -> list[str]:
    return list(study.evidence[name].frame["id"])


def numbered(letter: str, first: int, last: int) -> list[str]:
    return [f"{letter}{number:02d}" for number in range(first, last + 1)]


def test_the_study_folder_has_no_problem(study: Study) -> None:
    assert [str(problem) for problem in study.check()] == []


def test_six_cases_with_address_and_kind(study: Study) -> None:
    assert [case.attributes["number"] for case in study.cases.values()] == [
        "C1", "C2", "C3", "C4", "C5", "C6",
    ]  # fmt: skip
    for case in study.cases.values():
        assert case.attributes["url"].startswith("https://")
        assert case.source is not None
        assert case.source.page == "40"
    kinds = [case.attributes["kind"] for case in study.cases.values()]
    assert kinds.count("industrial automation") == 5


def test_ten_observations_each_with_page_and_status(study: Study) -> None:
    frame = study.evidence["observations"].frame
    assert list(frame["id"]) == numbered("O", 1, 10)
    assert list(frame["page"]) == ["48", "50", "51", "53", "54", "55", "56", "61", "62", "63"]
    assert set(frame["status"]) == {"published"}
    assert list(frame.loc[frame["theme_status"] == "inference", "id"]) == ["O03"]
    codes = [study.codebook.theme_of(code).id for code in frame["code"]]
    assert codes == list(frame["theme"])
    assert set(frame["observed"]) == {"yes"}


@pytest.mark.parametrize(
    ("theme", "n_results", "n_theory"),
    [
        ("communication", 8, 12),
        ("communality", 7, 8),
        ("product_recommendations", 1, 7),
        ("customer_experiences", 2, 2),
        ("product_information", 15, 5),
        ("customer_data_collection", 1, 11),
        ("transparency", 2, 2),
        ("timeliness", 7, 2),
        ("customization", 3, 11),
        ("concerns", 0, 4),
    ],
)
def test_each_theme_has_its_sub_codes(
    study: Study, theme: str, n_results: int, n_theory: int
) -> None:
    bases = [code.basis for code in study.codebook.children(theme)]
    assert (bases.count("results"), bases.count("theory")) == (n_results, n_theory)


def test_each_code_says_where_it_is_from_and_whose_definition_it_has(study: Study) -> None:
    for scheme in study.schemes.values():
        for code in scheme:
            assert code.source is not None, code.id
            assert code.source.work in study.works, code.id
            if code.source.work == "lakso2021":
                assert code.source.page, code.id
            assert code.definition, code.id
            assert code.definition_by in ("work", "ours"), code.id


def test_ten_themes_against_sections_and_factors(study: Study) -> None:
    frame = study.evidence["themes"].frame
    assert list(frame["id"]) == [f"T{number}" for number in range(1, 11)]
    assert list(frame["theme"]) == [theme.id for theme in study.codebook.themes]
    assert (frame["section"].str.startswith("5.1.")).sum() == 5


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("bibliography", numbered("B", 1, 14)),
        ("method", numbered("M", 1, 25)),
        ("survey_facts", numbered("Q", 1, 6)),
        (
            "survey_findings",
            [*numbered("V", 1, 5), "V06a", "V06b", *numbered("V", 7, 16)],
        ),
        ("interview_findings", numbered("I", 1, 5)),
        ("suggestions", numbered("P", 0, 13)),
        (
            "literature_numbers",
            ["L01", "L02", "L03a", "L03b", "L04", "L05", "L06a", "L06b"],
        ),
        ("stage_channels", numbered("SC", 1, 8)),
        ("segments", numbered("SG", 1, 3)),
        ("needs", numbered("N", 1, 2)),
    ],
)
def test_every_fact_has_its_row(study: Study, table: str, expected: list[str]) -> None:
    assert ids(study, table) == expected


@pytest.mark.parametrize(
    ("table", "n"),
    [("structure", 39), ("not_recovered", 26), ("self_service", 8), ("wanted_features", 3)],
)
def test_tables_without_numbers_of_their_own(study: Study, table: str, n: int) -> None:
    assert len(study.evidence[table]) == n


def test_stage_by_channel_names_eight_cells_and_no_blank(study: Study) -> None:
    frame = study.evidence["stage_channels"].frame
    cells = set(zip(frame["stage"], frame["channel"], strict=True))
    assert cells == {
        ("searching", "online search"), ("searching", "punchout"), ("selecting", "email"),
        ("selecting", "punchout"), ("buying", "web-shop"), ("buying", "punchout"),
        ("buying", "email"), ("aftersales", "email"),
    }  # fmt: skip


def test_no_cited_page_is_missing(study: Study) -> None:
    for name in study.evidence:
        frame = study.evidence[name].frame
        without = frame[(frame["work"] == "lakso2021") & (frame["page"] == "")]
        assert set(without["id"]) <= {"B09", "B14", "Q06"}, name


# scheme, codes of the top level, codes in all
SCHEMES = [
    ("ecommerce_success_factors", 1, 32), ("intimacy_categories", 1, 5),
    ("marketing_plan_elements", 4, 8), ("intimacy_factors", 1, 9), ("case_study_steps", 4, 4),
    ("consumer_data_types", 5, 38), ("value_disciplines", 3, 3), ("ecommerce_parties", 3, 3),
    ("website_design_areas", 3, 3), ("web_purchase_activities", 7, 7),
    ("relationship_levels", 3, 3), ("customer_data_uses", 2, 2), ("individual_approaches", 2, 2),
    ("recommendation_bases", 3, 3), ("personalization_means", 6, 6), ("cookie_uses", 5, 5),
    ("service_quality_aspects", 6, 6), ("intimacy_effects", 5, 5), ("further_effects", 8, 8),
    ("loyalty_kinds", 2, 2), ("intimacy_bases", 4, 4), ("community_members", 5, 5),
    ("sales_technology", 4, 4), ("peppers_rogers_issues", 4, 15), ("rowley_data_collection", 6, 7),
    ("relationship_marketing_parts", 3, 3), ("internet_gains", 1, 4),
    ("existing_customer_reasons", 5, 5), ("customer_categories", 3, 3), ("ecrm_activities", 6, 6),
    ("ecrm_benefits", 4, 4), ("marketing_support", 2, 2), ("customer_lifecycle", 4, 4),
    ("ecrm_implementation", 6, 6), ("efficiency_gains", 3, 14),
    ("online_relationship_notes", 4, 4), ("contact_kinds", 2, 2), ("initiation_contexts", 2, 2),
    ("relationship_phases", 2, 2), ("digital_activities", 2, 2),
]  # fmt: skip


@pytest.mark.parametrize(("scheme", "n_top", "n_codes"), SCHEMES)
def test_each_typology_is_a_scheme(study: Study, scheme: str, n_top: int, n_codes: int) -> None:
    book = study.schemes[scheme]
    assert (len(book.themes), len(book)) == (n_top, n_codes)


def test_forty_five_companion_schemes(study: Study) -> None:
    others = {
        "portal_functions", "relationship_ending", "b2b_b2c_selling", "data_to_decision",
        "digital_channels",
    }  # fmt: skip
    companions = set(study.schemes) - {"customer_intimacy"}
    assert companions == {scheme for scheme, _, _ in SCHEMES} | others
    assert len(companions) == 45


def test_every_companion_code_is_answered_for(study: Study) -> None:
    links = study.crosswalk.to_frame()
    answered = set(zip(links["scheme"], links["code"], strict=True))
    companions = [book for book in study.schemes.values() if book.id != "customer_intimacy"]
    assert answered == {(book.id, code.id) for book in companions for code in book}
    assert (links["reason"].str.len() > 10).all()
    themes = {theme.id for theme in study.codebook.themes} | {"none"}
    assert set(links["theme"]) <= themes


def test_the_synthetic_survey_says_so_everywhere(study: Study) -> None:
    survey = study.surveys["synthetic_ecommerce_survey"]
    assert survey.questionnaire.provenance.is_synthetic
    assert set(survey.responses["provenance"]) == {"synthetic"}
