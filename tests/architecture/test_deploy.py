"""What stands in deploy/ fits the program: figures, verbs, paths; every alert says what it means and what to do."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import promql_parser
import pytest
import yaml
from prometheus_client import REGISTRY
from prometheus_client.metrics import MetricWrapperBase

from bot import telemetry
from bot.cli import VERBS
from bot.jobs import JOBS
from tests.architecture.locks import ROOT

DEPLOY = ROOT / "deploy"
NAME = re.compile(r"\bpitboss_\w+")
SUFFIXES = ("", "_total", "_bucket", "_count", "_sum")
OF_THE_PROCESS = {"up", "process_cpu_seconds_total", "process_resident_memory_bytes", "process_open_fds"}
SEVERITIES = {"page", "ticket"}
GRAFANAS = {"$__rate_interval": "5m", "${datasource}": "x"}


def read_yaml(name: str) -> Any:
    """A file of deploy/."""
    return yaml.safe_load((DEPLOY / name).read_text(encoding="utf-8"))


def rules() -> list[dict[str, Any]]:
    """Every alert."""
    return [rule for group in read_yaml("prometheus/alerts.yaml")["groups"] for rule in group["rules"]]


def panels() -> list[dict[str, Any]]:
    """Every panel of the dashboard that shows something."""
    board = json.loads((DEPLOY / "grafana" / "pitboss.json").read_text(encoding="utf-8"))
    return [panel for panel in board["panels"] if panel["type"] != "row"]


def expressions() -> list[str]:
    """Whatever Prometheus is asked, with Grafana's own variables filled in."""
    asked = [rule["expr"] for rule in rules()]
    asked += [target["expr"] for panel in panels() for target in panel["targets"]]
    for name, value in GRAFANAS.items():
        asked = [expression.replace(name, value) for expression in asked]
    return asked


def metrics() -> dict[str, tuple[str, ...]]:
    """The product's own figures with their labels."""
    found = [each for each in vars(telemetry).values() if isinstance(each, MetricWrapperBase)]
    return {each._name: each._labelnames for each in found}


def selectors(node: Any) -> Iterator[Any]:
    """Every selector in an expression."""
    match node:
        case promql_parser.VectorSelector():
            yield node
        case promql_parser.MatrixSelector():
            yield node.vector_selector
        case promql_parser.BinaryExpr():
            yield from selectors(node.lhs)
            yield from selectors(node.rhs)
        case promql_parser.Call():
            for each in node.args:
                yield from selectors(each)
        case promql_parser.AggregateExpr() | promql_parser.ParenExpr() | promql_parser.UnaryExpr():
            yield from selectors(node.expr)


@pytest.mark.parametrize("expression", expressions())
def test_every_expression_can_be_asked(expression: str) -> None:
    """It parses, and each figure that it names is one of ours, or of every process, with labels that it has."""
    known = metrics()
    found = list(selectors(promql_parser.parse(expression)))
    assert found, "nothing is asked"
    for each in found:
        if each.name in OF_THE_PROCESS:
            continue
        base = next((each.name.removesuffix(end) for end in SUFFIXES if each.name.removesuffix(end) in known), None)
        assert base, f"{each.name} is no figure of ours"
        named = {matcher.name for matcher in each.matchers.matchers}
        assert named <= {*known[base], "instance", "job"}, f"{each.name} has no labels {named}"


def test_every_figure_is_looked_at() -> None:
    """What is measured stands on the dashboard."""
    shown = {name for panel in panels() for target in panel["targets"] for name in NAME.findall(target["expr"])}
    unseen = [name for name in metrics() if not any(f"{name}{end}" in shown for end in SUFFIXES)]
    assert not unseen


def test_figures_are_named_as_prometheus_wants_them() -> None:
    """Base units, a help text, and no label that a scrape brings along or that could name somebody."""
    for family in REGISTRY.collect():
        if family.name.startswith("pitboss_"):
            assert family.documentation
            assert not re.search(r"_(ms|milliseconds|minutes|kb|percent)(_|$)", family.name)
            assert family.type != "histogram" or family.name.endswith("_seconds")
    for name, labels in metrics().items():
        assert not {"job", "instance", "le", "quantile"} & set(labels), name
        assert not {"person", "user", "client", "channel", "ticket", "name", "text"} & set(labels), name


def test_every_alert_has_its_section_and_every_section_its_alert() -> None:
    """Whoever is woken reads what it means, where to look and what to do."""
    runbook = (DEPLOY / "RUNBOOK.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", runbook, re.MULTILINE | re.DOTALL))
    assert [rule["alert"] for rule in rules()] == list(sections), "in the same order"
    for rule in rules():
        url = f"deploy/RUNBOOK.md#{rule['alert'].lower()}"
        assert rule["annotations"]["runbook_url"] == url
        assert rule["annotations"]["summary"]
        assert rule["labels"]["severity"] in SEVERITIES
        assert "**Do**" in sections[rule["alert"]], rule["alert"]
    linked = set(re.findall(r"\(#(\w+)\)", runbook))
    assert linked <= {name.lower() for name in sections}


def test_what_the_runbook_says_to_type_is_there() -> None:
    """Verbs of the command line, and no others."""
    text = (DEPLOY / "RUNBOOK.md").read_text(encoding="utf-8")
    named = set(re.findall(r"python -m bot ([a-z][\w-]*)", text))
    assert named
    assert named <= set(VERBS)


def test_tasks_in_expressions_exist() -> None:
    """A renamed job does not silence an alert."""
    found = {
        task for each in expressions() for tasks in re.findall(r'task=~?"([^"]+)"', each) for task in tasks.split("|")
    }
    assert found <= {job.name for job in JOBS}


def test_the_services_of_compose() -> None:
    """Verbs that exist; read-only, without privileges, not root; two bots after the migrations; no secret."""
    services = read_yaml("compose.yaml")["services"]
    assert set(services) == {"postgres", "migrate", "bot"}
    for name in ("migrate", "bot"):
        service = services[name]
        assert service["command"][0] in VERBS
        assert service["read_only"] is True
        assert service["user"] == "10001:10001"
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
    assert services["bot"]["deploy"]["replicas"] == 2
    assert services["bot"]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert "/healthz" in services["bot"]["healthcheck"]["test"][-1]
    assert not any("environment" in service for service in services.values())
    for file in [file for service in services.values() for file in service.get("env_file", ())]:
        assert (DEPLOY / f"{file}.example").exists()
        assert f"deploy/{file}" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()


def test_the_environment_files_name_settings_that_exist() -> None:
    """No setting is misspelt, and none has a value that could be a secret."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = (DEPLOY / "pitboss.env.example").read_text(encoding="utf-8").splitlines()
    given = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    for name, value in given.items():
        assert name.replace("PIT__", "<NAME>__") in readme
        assert not value or name == "PITBOSS_DATABASE_URL"


def test_the_unit_starts_what_exists_and_is_hardened() -> None:
    """Its verbs are the command line's; nothing but its own folder can be written to."""
    unit = (DEPLOY / "pitboss.service").read_text(encoding="utf-8")
    started = re.findall(r"^ExecStart(?:Pre)?=\S+ -m bot (\S+)$", unit, re.MULTILINE)
    assert started == ["migrate", "run"]
    assert set(started) <= set(VERBS)
    settings = dict(line.split("=", 1) for line in unit.splitlines() if "=" in line and not line.startswith("#"))
    assert {"NoNewPrivileges", "PrivateTmp", "ProtectHome", "DynamicUser"} <= {
        name for name, value in settings.items() if value == "yes"
    }
    assert settings["ProtectSystem"] == "strict"
    assert settings["CapabilityBoundingSet"] == ""
    assert Path(settings["WorkingDirectory"]) == Path("/opt/pitboss")
