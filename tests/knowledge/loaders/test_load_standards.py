import json
from typing import Any

from isthmus_knowledge.documents import LoadedDocument
from isthmus_knowledge.loaders import oscal, stix

AC_2: dict[str, Any] = {
    "id": "ac-2",
    "title": "Account Management",
    "params": [
        {"id": "p1", "label": "personnel or roles"},
        {"id": "p2", "label": "organization-defined time"},
        {
            "id": "p3",
            "select": {"how-many": "one-or-more", "choice": ["daily", "{{ insert: param, p2 }}"]},
        },
        {"id": "p4", "label": "limit", "values": ["five"]},
    ],
    "props": [
        {"name": "label", "class": "zero-padded", "value": "AC-02"},
        {"name": "label", "value": "AC-2"},
    ],
    "links": [{"href": "#ac-2.1", "rel": "related"}, {"href": "#ir-4.2", "rel": "related"}],
    "parts": [
        {
            "id": "ac-2_smt",
            "name": "statement",
            "prose": "The organization:",
            "parts": [
                {
                    "id": "ac-2_smt.a",
                    "name": "item",
                    "props": [{"name": "label", "value": "a."}],
                    "prose": "Tells {{ insert: param, p1 }} in {{ insert: param, p2 }}:",
                    "parts": [
                        {
                            "id": "ac-2_smt.a.1",
                            "name": "item",
                            "props": [{"name": "label", "value": "1."}],
                            "prose": "{{ insert: param, p3 }}, at most {{ insert: param, p4 }}.",
                        }
                    ],
                }
            ],
        },
        {"id": "ac-2_gdn", "name": "guidance", "prose": "See [AC-3](#ac-3).\n\nAnd *more*."},
        {"id": "ac-2_obj", "name": "assessment-objective", "prose": "Determine if."},
    ],
    "controls": [
        {
            "id": "ac-2.1",
            "title": "Shared Accounts",
            "props": [{"name": "status", "value": "withdrawn"}],
            "links": [
                {"href": "#ac-2_smt.a.1", "rel": "incorporated-into"},
                {"href": "#ac-3", "rel": "incorporated-into"},
            ],
        },
        {
            "id": "ac-2.2",
            "title": "Inactivity",
            "props": [{"name": "label", "value": "AC-2(2)"}],
            "parts": [{"name": "statement", "prose": "Log out."}],
        },
    ],
}


def catalog() -> LoadedDocument:
    written = {
        "catalog": {
            "metadata": {"title": "Our controls", "version": "5.1", "last-modified": "2026-01-31"},
            "groups": [{"id": "ac", "title": "Access Control", "controls": [AC_2]}],
        }
    }
    return oscal.load(json.dumps(written).encode(), "catalog.json")


def test_a_control_is_a_heading_with_its_statement_parameters_and_guidance() -> None:
    family, control = ("Access Control",), ("Access Control", "AC-2 Account Management")
    assert [(block.text, block.headings) for block in catalog().blocks[:8]] == [
        ("Access Control", ()),
        ("AC-2 Account Management", family),
        ("The organization:", control),
        (
            "a. Tells [organization-defined personnel or roles] in [organization-defined time]:",
            control,
        ),
        (
            "  1. [selection (one or more): daily; [organization-defined time]], at most five.",
            control,
        ),
        ("Guidance", control),
        ("See AC-3.", (*control, "Guidance")),
        ("And *more*.", (*control, "Guidance")),
    ]


def test_every_block_of_a_control_knows_its_identifier() -> None:
    items = [block.place.item for block in catalog().blocks]
    assert items == [None, *["AC-2"] * 8, "AC-2(1)", "AC-2(2)", "AC-2(2)"]


def test_a_withdrawn_control_is_one_line_that_says_where_it_went() -> None:
    block = catalog().blocks[9]
    assert block.text == "AC-2(1) Shared Accounts: withdrawn, incorporated into AC-2a1 and AC-3."
    assert block.headings == ("Access Control", "AC-2 Account Management")


def test_related_controls_are_named_as_they_are_printed() -> None:
    assert catalog().blocks[8].text == "Related controls: AC-2(1), IR-4(2)."


def test_a_catalog_keeps_its_title_and_version() -> None:
    assert catalog().title == "Our controls"
    assert catalog().metadata == {"version": "5.1", "last-modified": "2026-01-31"}


def test_a_profile_lists_the_controls_it_selects() -> None:
    written = {
        "profile": {
            "metadata": {"title": "Low baseline"},
            "imports": [
                {"href": "#x", "include-controls": [{"with-ids": ["ac-1", "ac-2.1", "au-6"]}]},
                {"href": "other.json", "include-all": {}},
            ],
            "modify": {"set-parameters": [{"param-id": "ac-1_prm_1", "values": ["CISO"]}]},
            "back-matter": {"resources": [{"uuid": "x", "title": "SP 800-53"}]},
        }
    }
    document = oscal.load(json.dumps(written).encode(), "low.json")
    assert [block.text for block in document.blocks] == [
        "Low baseline",
        "Selects 3 controls of SP 800-53:",
        "- AC: AC-1, AC-2(1)",
        "- AU: AU-6",
        "Selects all controls of other.json.",
        "Sets ac-1_prm_1 to CISO.",
    ]


def known(kind: str, key: str, name: str, **more: object) -> dict[str, object]:
    reference = {"source_name": "mitre-attack", "external_id": key}
    return {
        "type": kind,
        "id": f"{kind}--{key}",
        "name": name,
        "external_references": [reference],
        **more,
    }


def related(source: str, verb: str, target: str, why: str = "") -> dict[str, object]:
    ends = {"source_ref": source, "target_ref": target, "relationship_type": verb}
    return {"type": "relationship", "id": f"{source}{target}", "description": why, **ends}


def bundle() -> LoadedDocument:
    technique = "attack-pattern--T0886"
    objects = [
        {"type": "x-mitre-collection", "id": "c", "name": "ICS ATT&CK", "x_mitre_version": "18.1"},
        known("x-mitre-tactic", "TA0108", "Initial Access", x_mitre_shortname="initial-access"),
        known(
            "attack-pattern",
            "T0886",
            "Remote Services",
            description="Used [by](https://x) many. (Citation: A (b) 17) \n\nSee <code>ssh</code>.",
            kill_chain_phases=[{"phase_name": "initial-access"}],
        ),
        known("attack-pattern", "T0001", "Old", x_mitre_deprecated=True),
        known("course-of-action", "M0801", "Access Management", description="Manage access."),
        known("intrusion-set", "G0034", "Sandworm Team", aliases=["Sandworm Team", "APT44"]),
        known("x-mitre-asset", "A0012", "Jump Host"),
        related("course-of-action--M0801", "mitigates", technique, "Authenticate.(Citation: B)"),
        related("intrusion-set--G0034", "uses", technique),
        related("intrusion-set--G0034", "uses", "attack-pattern--T0001"),
        related(technique, "targets", "x-mitre-asset--A0012"),
    ]
    return stix.load(json.dumps({"type": "bundle", "objects": objects}).encode(), "ics.json")


def test_a_technique_tells_its_tactics_targets_and_mitigations() -> None:
    blocks = [block for block in bundle().blocks if block.place.item == "T0886"]
    assert [block.text for block in blocks] == [
        "T0886 Remote Services",
        "Used by many.",
        "See ssh.",
        "Tactics: Initial Access.",
        "Targets: A0012 Jump Host.",
        "- M0801 Access Management mitigates T0886 Remote Services: Authenticate.",
    ]
    assert blocks[1].headings == ("Techniques", "T0886 Remote Services")


def test_a_group_tells_its_other_names_and_what_it_uses() -> None:
    blocks = [block for block in bundle().blocks if block.place.item == "G0034"]
    assert [block.text for block in blocks][1:] == [
        "Also known as APT44.",
        "- G0034 Sandworm Team uses T0886 Remote Services.",
    ]


def test_deprecated_objects_are_left_out() -> None:
    assert not [block for block in bundle().blocks if "T0001" in block.text]


def test_a_bundle_is_named_after_its_collection() -> None:
    assert (bundle().title, bundle().metadata["version"]) == ("ICS ATT&CK 18.1", "18.1")
