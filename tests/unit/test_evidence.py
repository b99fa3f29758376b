"""The ledger is whole and consistent, and says of known cases what is known of them."""

import itertools
import json
import os
import re
import subprocess
import sys

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from osteolib import evidence, plot
from osteolib.evidence import kinds
from osteolib.evidence.claims import VERDICTS, checks
from osteolib.evidence.corrections import BASES, GROUPS
from osteolib.evidence.drawing import figure_graph
from osteolib.evidence.names import folded, synonyms
from osteolib.evidence.tables import EVIDENCE, KINDS, SECTIONS, SIGNS, listed, numbers, rows
from osteolib.model import UnknownName
from tools import bibliography

TYPES = {"cell", "cytokine", "hormone", "miRNA", "lncRNA", "circRNA", "protein", "vesicle", "process"}
TYPES |= {"drug", "condition"}
CLAIMS = [row["id"] for row in rows("claims")]
PRINTED = {row["id"]: row for row in rows("interactions")}
NODES = {row["name"] for name in ("nodes", "added_nodes") for row in rows(name)}


def edge(identifier):
    return next(e for _, _, e in evidence.graph().edges(data=True) if e["id"] == identifier)


# The files ------------------------------------------------------------------------------------------------------------


def test_every_claim_is_there_once_with_known_words():
    assert [f"C{k:03d}" for k in range(1, 184)] == CLAIMS
    for row in rows("claims"):
        assert row["section"] in SECTIONS and row["kind"] in KINDS, row["id"]
        assert len(row["claim"]) >= 15 and row["claim"].endswith("."), row["id"]
        assert all(1 <= number <= 79 for number in numbers(row["refs"])), row["id"]
    cited = {number for row in rows("claims") for number in numbers(row["refs"])}
    assert cited == set(range(1, 80))


def test_no_sentence_of_the_review_is_in_the_package():
    for name in ("claims", "interactions", "nodes", "errata", "support", "corrections"):
        assert "quote" not in rows(name)[0]


def test_every_edge_joins_known_nodes_and_rests_on_a_known_claim():
    assert list(PRINTED) == [f"I{k:03d}" for k in range(1, 329)]
    used = set()
    for row in [*PRINTED.values(), *rows("added_edges")]:
        assert {row["source"], row["target"]} <= NODES, row["id"]
        assert row["relation"] in SIGNS and row["claim"] in CLAIMS, row["id"]
        used |= {row["source"], row["target"]}
    assert used == NODES
    assert {row["status"] for row in PRINTED.values()} == {"stated", "title", "disputed"}
    assert {row["evidence"] for row in rows("added_edges")} <= set(EVIDENCE)


def test_every_node_has_a_type_and_a_definition():
    assert len(rows("nodes")) == 181
    assert len(NODES) == len(rows("nodes")) + len(rows("added_nodes"))
    for row in [*rows("nodes"), *rows("added_nodes")]:
        assert row["type"] in TYPES and row["definition"].endswith("."), row["name"]


def test_every_name_with_a_kind_is_a_node():
    assert set(kinds._BY_NAME) <= NODES
    assert set(evidence.nodes().kind) == {"osteoclast", "osteoblast", "bone", "immune", "vesicle", "drug", "other"}


def test_every_check_concerns_something_that_exists():
    for row in rows("edge_checks"):
        assert row["id"] in PRINTED and row["evidence"] in EVIDENCE and row["sign_ok"] in ("yes", "no", "unclear")
        assert all(1 <= number <= 79 for number in numbers(row["basis"])), row["id"]
    for row in rows("support"):
        assert row["claim"] in CLAIMS and row["support"] in ("yes", "partly", "unclear", "no") and row["note"], row
    pairs = [(row["claim"], row["ref"]) for row in rows("support")]
    assert len(pairs) == len(set(pairs))
    table = evidence.references()
    assert list(table.index) == list(range(1, 80))
    assert table.supports.value_counts().to_dict() == {"partly": 38, "unclear": 21, "no": 11, "yes": 9}
    assert set(table.basis) == {"abstract", "title"}
    assert (table.finding.str.len() > 20).all()


def test_every_correction_says_why_and_leads_to_an_edge():
    items = {row["item"] for row in rows("errata")}
    added = {row["id"] for row in rows("added_edges")}
    for row in rows("corrections"):
        assert row["edge"] in PRINTED and row["item"] in items and len(row["why"]) > 20, row["edge"]
        assert row["kind"] in ("contradicted", "ambiguous", "unsupported", "overgeneral"), row["edge"]
        assert all(one in PRINTED or one in added for one in listed(row["taught"])), row["edge"]
        assert not set(listed(row["taught"])) & {other["edge"] for other in rows("corrections")}
    printed_disputed = {name for name, row in PRINTED.items() if row["status"] == "disputed"}
    assert printed_disputed <= {row["edge"] for row in rows("corrections")}


def test_errata_are_72_and_a_few_each_with_a_basis_and_a_source_where_it_needs_one():
    table = evidence.errata()
    assert list(table.index) == list(range(1, len(table) + 1))
    assert (table.group != "F").sum() == 72
    for item, row in table.iterrows():
        assert row.group in GROUPS and row.basis and set(row.basis) <= set(BASES), item
        assert set(row.claims) <= set(CLAIMS), item
        assert "general" not in row.basis or row.sources or "To be verified" in row.teach, item
        for key in row.sources:
            assert evidence.reference(key).title, item


def test_the_table_of_papers_is_that_of_the_bibliography():
    assert bibliography.TABLE.read_text(encoding="utf-8") == bibliography.table(), "python -m tools.bibliography"


def test_every_reference_can_be_looked_up():
    table = evidence.references()
    for name in ("authors", "title", "journal", "year"):
        assert table[name].str.len().gt(0).all(), name
    assert list(table.index[table.doi == ""]) == [48], "the review prints no DOI there"
    assert table.doi[table.doi != ""].str.fullmatch(r"10\.\d{4,5}/[^A-Z\s]+").all()
    assert evidence.reference("zhivodernikov2023exosomes").number == 0


def test_importing_reads_no_file_and_no_heavy_library():
    code = "import sys, osteolib.evidence as e; from osteolib.evidence.tables import rows\n"
    code += "print(sorted({'networkx', 'matplotlib'} & set(sys.modules)), rows.cache_info().currsize)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["[]", "0"]


# What is known --------------------------------------------------------------------------------------------------------


def test_malat1_raises_osterix_through_mir_143():
    chain = next(chain for chain in evidence.paths("MALAT1", "osterix") if "miR-143" in chain.nodes)
    assert [step.sign for step in chain.steps] == [-1, -1]
    assert chain.sign == 1
    assert chain.evidence == "in vitro"


def test_two_independent_papers_have_osteoclast_exosomes_lower_bone_formation():
    chains = [chain for chain in evidence.paths("osteoclast exosome", "bone formation") if chain.sign]
    assert {chain.sign for chain in chains} == {-1}
    assert {53, 74} <= {number for chain in chains for number in chain.refs}
    assert any("miR-214-3p" in chain.nodes for chain in chains)


def test_the_turned_around_sentence_is_disputed_and_taught_the_other_way():
    printed = edge("I294")
    assert (printed["status"], printed["sign"], printed["refs"]) == ("disputed", -1, (72,))
    taught = evidence.graph(status="corrected")["BMSC exosome"]["miR-150-3p"]
    assert {e["sign"] for e in taught.values()} == {1}
    assert "I295" in printed["taught_as"] and "title of ref 72" in printed["note"]
    assert evidence.claim("C155").verdict == "disputed"


def test_mir_21_is_among_the_conflicts():
    found = evidence.conflicts()
    assert ("miR-21-5p", "osteogenesis") in found.index
    assert ("BMSC exosome", "miR-150-3p") in found.index
    assert ("BMSC exosome", "miR-150-3p") not in evidence.conflicts(evidence.graph(status="corrected")).index
    for (source, target), row in found.iterrows():
        signs = {evidence.graph()[source][target][name]["sign"] for name in (*row["raises"], *row["lowers"])}
        assert signs == {1, -1}


def test_without_reviews_and_unknown_evidence_a_smaller_consistent_graph_is_left():
    whole, seen = evidence.graph(), evidence.graph(evidence=["human", "animal", "in vitro"])
    assert 0 < seen.number_of_edges() < whole.number_of_edges()
    assert set(seen.edges(keys=True)) <= set(whole.edges(keys=True))
    assert {e["evidence"] for _, _, e in seen.edges(data=True)} == {"human", "animal", "in vitro"}
    assert min(degree for _, degree in seen.degree) > 0
    assert all(seen.nodes[name]["definition"] for name in seen)


def test_what_the_papers_show_overrules_what_the_review_implies():
    assert PRINTED["I201"]["evidence"] == "review" and edge("I201")["evidence"] == "in vitro"
    assert PRINTED["I055"]["evidence"] == "human" and edge("I055")["evidence"] == "unspecified"
    assert edge("I059")["evidence"] == "animal" and edge("I059")["species"] == "mouse"


def test_the_views_part_the_edges():
    printed, taught = evidence.graph(status="printed"), evidence.graph(status="corrected")
    assert printed.number_of_edges() == 328 and printed.number_of_nodes() == 181
    statuses = {e["status"] for _, _, e in taught.edges(data=True)}
    assert statuses == {"stated", "title", "corrected"}
    assert all(e["sign_ok"] != "no" for _, _, e in taught.edges(data=True))
    corrected = {e["id"] for _, _, e in taught.edges(data=True) if e["status"] == "corrected"}
    assert corrected == {row["id"] for row in rows("added_edges")}
    both = evidence.graph(status=["disputed", "title"])
    assert {e["status"] for _, _, e in both.edges(data=True)} == {"disputed", "title"}
    assert {e["section"] for _, _, e in evidence.graph(section="2.2").edges(data=True)} == {"2.2"}


def test_verdicts_follow_from_what_each_paper_shows():
    assert set(evidence.claims().verdict) == set(VERDICTS)
    for identifier in CLAIMS:
        cited = [check.support for check in checks(identifier) if check.cited]
        verdict = evidence.claim(identifier).verdict
        assert verdict != "supported" or "yes" in [check.support for check in checks(identifier)], identifier
        assert verdict != "not by its citation" or set(cited) == {"no"}, identifier
        assert len(cited) == len(evidence.claim(identifier).refs)
    shown = evidence.support("C044")
    assert shown.loc[15, "support"] == "no" and shown.loc[17, "support"] == "yes"
    assert set(shown.columns) >= {"study_type", "system", "basis", "support", "note"}


@pytest.mark.parametrize(
    "claim, verdict",
    [("C004", "not by its citation"), ("C036", "not by its citation"), ("C099", "not by its citation"),
     ("C149", "not by its citation"), ("C166", "disputed"), ("C141", "disputed"), ("C119", "supported"),
     ("C143", "supported"), ("C126", "partly"), ("C025", "unclear")],
)  # fmt: skip
def test_known_verdicts(claim, verdict):
    assert evidence.claim(claim).verdict == verdict


# Names ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed, name",
    [("BMSC", "MSC"), ("TNFa", "TNF-alpha"), ("tnf-α", "TNF-alpha"), ("miRNA-214-3p", "miR-214-3p"), ("rankl", "RANKL"),
     ("microRNA-133", "miR-133"), ("NF-κB", "NF-kB"), ("treg", "regulatory T cell"), ("BMU", "bone remodeling unit"),
     ("Th-17 cell", "Th17 cell"), ("oestrogen", "estrogen"), ("OPN", None), ("OVX", "ovariectomy")],
)  # fmt: skip
def test_names_are_found_as_people_write_them(typed, name):
    if name is None:
        with pytest.raises(UnknownName, match="Did you mean|nodes()"):
            evidence.node(typed)
    else:
        assert evidence.node(typed) == name


@pytest.mark.parametrize("name", sorted(NODES))
def test_every_node_is_found_by_its_own_name_in_any_case(name):
    assert evidence.node(name) == evidence.node(name.upper()) == name


def test_every_synonym_leads_to_a_node_and_no_name_is_taken_twice():
    assert len({folded(name) for name in NODES}) == len(NODES)
    for row in [*rows("nodes"), *rows("added_nodes")]:
        for synonym in synonyms(row["synonyms"]):
            assert evidence.node(synonym) in NODES


@given(st.text(max_size=30))
def test_any_text_is_a_node_or_a_teaching_error(text):
    try:
        assert evidence.node(text) in NODES
    except UnknownName as error:
        assert "the ledger has no node" in str(error)


@pytest.mark.parametrize(
    "call, said",
    [(lambda: evidence.claim("C38"), "'C038'"), (lambda: evidence.claims(section="2.4"), "section '2.4'"),
     (lambda: evidence.graph(evidence="mouse"), "kind of evidence 'mouse'"),
     (lambda: evidence.graph(status="wrong"), "status 'wrong'"), (lambda: evidence.figure("3"), "figure '3'"),
     (lambda: evidence.reference(80), "reference number 80"),
     (lambda: evidence.paths("RANKL", "bonemass"), "bonemass")],
)  # fmt: skip
def test_unknown_names_suggest_what_there_is(call, said):
    with pytest.raises(UnknownName, match=re.escape(said)):
        call()


# Chains ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "ends", [("estrogen", "osteoclast"), ("aging", "osteoporosis"), ("tumor cell", "osteoporosis")]
)
def test_chains_follow_edges_and_multiply_their_signs(ends):
    taught = evidence.graph(status="corrected")
    found = evidence.paths(*ends, max_length=3)
    assert found
    for chain in found:
        assert (chain.nodes[0], chain.nodes[-1]) == ends and len(set(chain.nodes)) == len(chain.nodes)
        product = 1
        for step in chain.steps:
            signs = {e["sign"] for e in taught[step.source][step.target].values()}
            assert step.sign in signs
            product *= step.sign
        assert chain.sign == product
        assert max(EVIDENCE.index(step.evidence) for step in chain.steps) == EVIDENCE.index(chain.evidence)
    expected = {tuple(p) for p in networkx.all_simple_paths(networkx.DiGraph(taught), *ends, cutoff=3)}
    assert {chain.nodes for chain in found} == expected


def test_explanations_name_their_claims_and_say_when_there_is_nothing():
    told = str(evidence.explain("miR-133", "osteogenic differentiation"))
    assert "miR-133 lowers RUNX2" in told and "C112" in told
    assert "no chain from fracture to aging in at most 3 steps" in str(evidence.explain("fracture", "aging"))
    assert evidence.paths("RANKL", "RANKL") == []


# The figures ----------------------------------------------------------------------------------------------------------

FIGURE_1 = """
T cell; memory T cell; osteoblast; lymphocyte; osteoclast; monocyte; macrophage; Th17 cell; dendritic cell; B
cell; hematopoietic stem cell; CD4+ T cell; postmenopause; estrogen deficiency; osteoporosis; T-cell
deficiency; bone loss; chronic inflammation; aging; loss of antigen priming; autoimmune disease; TNF-alpha;
IL-17A; RANKL; IL-1; IL-6; IL-8; IFN-gamma; estrogen; RANKL/OPG ratio; bone remodeling; Wnt signaling;
osteoblast differentiation; immune system activation; osteoclastogenesis; bone resorption; bone formation;
bone homeostasis; adaptive immunity; innate immunity; thymus involution; OPG; RUNX2; immunoglobulin; CRP
"""


def test_figure_1_holds_what_the_paragraphs_around_it_name():
    named = {" ".join(name.split()) for name in FIGURE_1.split(";")}
    assert named <= set(figure_graph("1"))
    assert set(figure_graph("1")) - named == {"IL-7", "IL-15"}, "what the course adds from the abstract of ref 13"


@pytest.mark.parametrize("number", ["1", "2"])
def test_no_label_of_a_figure_is_cut_or_overlaps(number):
    ax = evidence.figure(number)
    ax.figure.draw_without_rendering()
    page = ax.figure.bbox
    labels = [text for text in ax.texts if text.get_text() != "?"]
    assert {" ".join(text.get_text().split()) for text in labels} == {" ".join(n.split()) for n in figure_graph(number)}
    boxes = [text.get_window_extent() for text in labels]
    for box in boxes:
        assert page.x0 <= box.x0 and box.x1 <= page.x1 and page.y0 <= box.y0 and box.y1 <= page.y1
    for one, other in itertools.combinations(boxes, 2):
        assert not one.overlaps(other)


@pytest.mark.parametrize("number", ["1", "2"])
def test_no_edge_of_a_figure_runs_through_a_box(number):
    from matplotlib.patches import FancyBboxPatch, PathPatch

    ax = evidence.figure(number)
    ax.figure.draw_without_rendering()
    boxes = [p.get_window_extent().padded(-4) for p in ax.patches if isinstance(p, FancyBboxPatch)]
    edges = [p for p in ax.patches if isinstance(p, PathPatch)]
    assert len(boxes) == len(figure_graph(number)) and len(edges) == figure_graph(number).number_of_edges()
    for drawn in edges:
        path = drawn.get_path().transformed(drawn.get_transform()).cleaned(curves=False)
        assert not [box for box in boxes if path.intersects_bbox(box, filled=False)]


# Exchange -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["json", "graphml", "cx2"])
@pytest.mark.parametrize("view", ["printed", "corrected"])
def test_a_round_trip_changes_nothing(form, view):
    made = evidence.graph(status=view)
    back = getattr(evidence, f"from_{form}")(getattr(evidence, f"to_{form}")(made))
    assert dict(back.nodes(data=True)) == dict(made.nodes(data=True))
    assert sorted(back.edges(keys=True)) == sorted(made.edges(keys=True))
    for source, target, key, attributes in made.edges(keys=True, data=True):
        assert back[source][target][key] == attributes


def test_sif_keeps_what_it_can_hold():
    made = evidence.graph()
    back = evidence.from_sif(evidence.to_sif(made))
    assert set(back) == set(made)
    assert {(s, t, e["relation"], e["sign"]) for s, t, e in back.edges(data=True)} == {
        (s, t, e["relation"], e["sign"]) for s, t, e in made.edges(data=True)
    }


def test_cx2_is_laid_out_as_cytoscape_expects():
    parts = json.loads(evidence.to_cx2())
    assert parts[0]["CXVersion"] == "2.0" and parts[-1]["status"][0]["success"] is True
    aspects = {name: value for part in parts for name, value in part.items()}
    declared = aspects["attributeDeclarations"][0]
    for kind in ("nodes", "edges"):
        assert {name for row in aspects[kind] for name in row["v"]} <= set(declared[kind])
        assert next(m for m in aspects["metaData"] if m["name"] == kind)["elementCount"] == len(aspects[kind])
    ids = {row["id"] for row in aspects["nodes"]}
    assert all(row["s"] in ids and row["t"] in ids for row in aspects["edges"])


def test_the_frame_has_every_edge_once():
    table = evidence.to_frame()
    assert len(table) == table.index.nunique() == evidence.graph().number_of_edges()
    assert table.loc["I175", "sign"] == -1


def test_a_figure_does_not_depend_on_the_order_of_sets():
    """Its words are compared at every run of a lesson, and a rebuild gives the same picture."""
    code = (
        "from osteolib.evidence import figure; from osteolib import plot; print(hash('a set is ordered by this')); "
        "made = plot.figure(figure('1'), caption='x'); print(made.svg, made.alt, end='')"
    )
    other = os.environ | {"PYTHONHASHSEED": "1" if os.environ.get("PYTHONHASHSEED") != "1" else "5"}
    there = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=other).stdout
    order, _, drawn = there.partition("\n")
    assert int(order) != hash("a set is ordered by this")
    here = plot.figure(evidence.figure("1"), caption="x")
    assert drawn == f"{here.svg} {here.alt}"
