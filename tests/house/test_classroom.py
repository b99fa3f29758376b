"""The hub's configurations hold together, and the simulated class measures what it says, here without any hub."""

from __future__ import annotations

import asyncio
import configparser
import json
import os
import random
import re
import runpy
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path, PurePosixPath
from urllib.parse import parse_qs, urlparse

import jsonschema
import psutil
import pytest
import yaml

from tools.classroom import hub, lessons, measure, report, series, sizing, student
from tools.classroom.kernel import Kernel, KernelGone
from tools.setup import ROOT

DEPLOY = ROOT / "deploy"
SCHEMA = json.loads((DEPLOY / "z2jh" / "schema.json").read_text(encoding="utf-8"))
SIZES = {"K": 2**10, "M": 2**20, "G": 2**30, "T": 2**40}


class Strict(yaml.SafeLoader):
    """YAML that refuses a key written twice, of which others silently keep the last."""

    def construct_mapping(self, node, deep=False):
        keys = [self.construct_object(key, deep=deep) for key, _ in node.value]
        assert len(keys) == len(set(keys)), f"a key twice near line {node.start_mark.line + 1}: {keys}"
        return super().construct_mapping(node, deep)


def values() -> dict:
    return yaml.load((DEPLOY / "z2jh" / "values.yaml").read_text(encoding="utf-8"), Loader=Strict)


def size(text: str) -> float:
    """Bytes of a size as the hub writes it, 400M."""
    return float(text[:-1]) * SIZES[text[-1]]


def test_values_fit_the_schema():
    jsonschema.Draft7Validator.check_schema(SCHEMA)
    jsonschema.validate(values(), SCHEMA)


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (("singleuser", "memory", "guarantee"), "400"),
        (("singleuser", "memory", "garantee"), "400M"),
        (("singleuser", "extraEnv", "OMP_NUM_THREADS"), 1),
        (("cull", "timeout"), "1h"),
        (("prepuller",), {}),
    ],
    ids=["no unit", "misspelled", "number for text", "text for seconds", "wrong case"],
)
def test_a_mistake_in_the_values_is_found(path, wrong):
    changed = values()
    place = changed
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = wrong
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(changed, SCHEMA)


def test_guarantees_hold_what_was_measured_and_limits_hold_the_guarantees():
    own = values()["singleuser"]
    measured = [one["mb_a_student"]["max"] for runs in sizing.results().values() for one in runs if one["mb_a_student"]]
    assert all(1e6 * largest <= size(own["memory"]["guarantee"]) for largest in measured)
    overrides = [profile.get("kubespawner_override", {}) for profile in own["profileList"]]
    pairs = [(own["memory"]["guarantee"], own["memory"]["limit"])]
    pairs += [(o["mem_guarantee"], o["mem_limit"]) for o in overrides if o]
    assert all(size(low) < size(high) for low, high in pairs)
    assert sum(profile.get("default", False) for profile in own["profileList"]) == 1


def preloaded_hub():
    """The configuration of the hub whose servers are forks."""
    c = Settings()
    runpy.run_path(str(DEPLOY / "preloaded" / "jupyterhub_config.py"), {"get_config": lambda: c})
    return c


def test_every_hub_keeps_linear_algebra_on_one_thread_gives_memory_back_and_the_image_is_out_of_the_way():
    own = values()["singleuser"]
    assert {"OMP_NUM_THREADS", "MALLOC_TRIM_THRESHOLD_"} < set(hub.SHARED)
    for environment in (own["extraEnv"], hub.ENVIRONMENT, preloaded_hub().Spawner.environment):
        assert hub.SHARED.items() <= environment.items()
    guide = (DEPLOY / "README.md").read_text(encoding="utf-8")
    assert all(f'"{name}": "{value}"' in guide for name, value in hub.SHARED.items())
    # repo2docker puts the course into the home folder, where a volume would hide it.
    mounted = PurePosixPath(own["storage"]["homeMountPath"])
    assert mounted.parent.name == "jovyan" and mounted.is_absolute()
    assert "gitpuller" in own["lifecycleHooks"]["postStart"]["exec"]["command"][-1]


def test_one_server_gives_what_the_cluster_gives():
    one = yaml.load((DEPLOY / "tljh" / "config.yaml").read_text(encoding="utf-8"), Loader=Strict)
    assert set(one) == {"users", "auth", "limits", "services", "user_environment"}
    cluster = values()
    assert one["limits"]["memory"] == cluster["singleuser"]["memory"]["limit"]
    assert one["limits"]["cpu"] == cluster["singleuser"]["cpu"]["limit"]
    assert all(one["services"]["cull"][key] == cluster["cull"][key] for key in ("enabled", "timeout", "every"))
    assert one["auth"]["FirstUseAuthenticator"]["create_users"] is False
    forks = preloaded_hub()
    assert forks.PreloadedSpawner.mem_limit == one["limits"]["memory"]
    culled = one["services"]["cull"]
    asked = [f"--timeout={culled['timeout']}", f"--cull-every={culled['every']}"]
    assert forks.JupyterHub.services[0]["command"][-2:] == asked
    assert forks.Authenticator.admin_users == set(one["users"]["admin"])


def test_the_service_starts_what_is_there_where_the_steps_have_put_it():
    service = configparser.ConfigParser()
    service.read(DEPLOY / "preloaded" / "hub.service")
    python, *_, configuration = service["Service"]["ExecStart"].split()
    assert (ROOT / Path(configuration).relative_to("/opt/course")).is_file()
    state = service["Service"]["WorkingDirectory"]
    assert Path(preloaded_hub().JupyterHub.cookie_secret_file).parent == Path(state)
    guide = (DEPLOY / "README.md").read_text(encoding="utf-8")
    steps = ["/opt/course\n", f"{python} -m pip install", f"install -d -m 700 {state}\n"]
    assert all(step in guide for step in steps)
    proxy = preloaded_hub().ConfigurableHTTPProxy.command[0]
    assert proxy.startswith("/opt/class/proxy/") and "npm ci --prefix /opt/class/proxy" in guide


def test_links_for_a_class_name_repository_branch_and_a_lesson_that_exists():
    guide = (DEPLOY / "README.md").read_text(encoding="utf-8")
    links = re.findall(r"https://\S+git-pull\?\S+", guide)
    assert links
    for link in links:
        asked = {key: value[0] for key, value in parse_qs(urlparse(link).query).items()}
        repository = asked["repo"].rstrip("/").rsplit("/", 1)[1]
        assert asked["branch"] == values()["singleuser"]["extraEnv"]["COURSE_BRANCH"]
        assert asked["repo"] == values()["singleuser"]["extraEnv"]["COURSE_REPOSITORY"]
        assert asked["urlpath"].startswith(f"lab/tree/{repository}/")
        assert (ROOT / asked["urlpath"].removeprefix(f"lab/tree/{repository}/")).is_file()


def test_the_proxy_is_pinned_and_no_host_is_named():
    lock = json.loads((DEPLOY / "loopback" / "package-lock.json").read_text(encoding="utf-8"))
    wanted = json.loads((DEPLOY / "loopback" / "package.json").read_text(encoding="utf-8"))["dependencies"]
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert all(packages[f"node_modules/{name}"]["version"] == version for name, version in wanted.items())
    assert all("integrity" in package and "resolved" not in package for package in packages.values())


class Settings(dict):
    """Stands in for the configuration that JupyterHub hands to its file."""

    def __getattr__(self, name):
        return self.setdefault(name, Settings())

    def __setattr__(self, name, value):
        self[name] = value


def test_the_loopback_hub_listens_on_loopback_only(tmp_path, monkeypatch):
    written = {"ports": [1, 2, 3], "password": "told at start", "proxy": "p", "opens": "/lab", "environment": {}}
    written |= {"course": {}, "preloaded": ""}
    (tmp_path / "settings.json").write_text(json.dumps(written), encoding="utf-8")
    monkeypatch.setenv("OSTEOLIB_HUB", str(tmp_path))
    c = Settings()
    runpy.run_path(str(DEPLOY / "loopback" / "jupyterhub_config.py"), {"get_config": lambda: c})
    addresses = [c.JupyterHub.bind_url, c.JupyterHub.hub_bind_url, c.ConfigurableHTTPProxy.api_url]
    assert [urlparse(address).hostname for address in addresses] == ["127.0.0.1"] * 3
    assert c.DummyAuthenticator.password == "told at start"
    assert c.Spawner.environment["OSTEOLIB_HUB"] == str(tmp_path)


def test_neighbors_open_different_lessons_and_a_large_class_opens_all():
    course = lessons.of_the_course()
    paths = [own[0].path for own in lessons.plan(20, course, [])]
    assert all((ROOT / path).is_file() for path in paths)
    assert all(a != b for a, b in zip(paths, paths[1:], strict=False))
    assert set(paths) == {lesson.path for lesson in course}
    drill = lessons.Lesson("exercises/student/a.ipynb", ())
    assert [len(own) for own in lessons.plan(4, course, [drill])] == [2, 1, 1, 2]


def message(kind, content, parent=""):
    return json.dumps({"header": {"msg_type": kind}, "parent_header": {"msg_id": parent}, "content": content})


class Connection:
    """A kernel of two sentences: it answers a cell, opens an explorer, and doubles what a slider says."""

    def __init__(self):
        self.answers = asyncio.Queue()

    async def write_message(self, text):
        asked = json.loads(text)
        parent = asked["header"]["msg_id"]
        if asked["header"]["msg_type"] == "execute_request":
            opened = {"comm_id": "c", "data": {"state": {"spec": {"view": "curves", "sliders": []}}}}
            error = {"ename": "ValueError"} if "raise" in asked["content"]["code"] else {}
            told = [("comm_open", opened), ("execute_reply", error)]
        else:
            question = asked["content"]["data"].get("content")
            answer = {"kind": "solved", "seq": question["seq"], "row": []} if question else None
            told = [("comm_msg", {"comm_id": "c", "data": {"method": "custom", "content": answer}})] if answer else []
        for kind, content in [*told, ("status", {"execution_state": "idle"})]:
            self.answers.put_nowait(message(kind, content, parent))

    async def read_message(self):
        return await self.answers.get()


def talk(conversation):
    """Run a conversation with a kernel that answers."""

    async def main():
        kernel = Kernel(Connection())
        listening = asyncio.create_task(kernel.listen())
        try:
            return await asyncio.wait_for(conversation(kernel), 10)
        finally:
            listening.cancel()

    return asyncio.run(main())


def test_a_cell_ends_when_the_kernel_has_replied_and_is_idle():
    assert talk(lambda kernel: kernel.run("x = 1")) == ""
    assert talk(lambda kernel: kernel.run("raise")) == "ValueError"


def test_an_explorer_is_noticed_and_answers_a_move():
    async def conversation(kernel):
        await kernel.run("explore()")
        await kernel.move(kernel.opened[0], {"a": 1.0}, 1, exact=True)
        await kernel.move(kernel.opened[0], {"a": 2.0}, 2, exact=False)
        return [widget.comm for widget in kernel.opened]

    assert talk(conversation) == ["c"]


def test_who_waits_for_a_kernel_that_is_gone_is_told():
    async def conversation(kernel):
        kernel.connection.write_message = lambda _: asyncio.sleep(0)
        kernel.connection.answers.put_nowait(None)
        await kernel.run("x")

    with pytest.raises(KernelGone, match="closed"):
        talk(conversation)


def test_what_fails_for_one_student_is_written_down():
    class Refused:
        name = "student01"

        async def log_in(self, _):
            raise ConnectionError("nobody there")

    record = student.Record("student01")
    habits = student.Habits(0, 0, random.Random(1))
    asyncio.run(student.attend(Refused(), "x", [], habits, record))
    assert record.failures == ["ConnectionError: nobody there"]
    assert record.spawn is None


def test_processes_of_a_hub_are_found_by_student_and_ended(tmp_path):
    marked = {**os.environ, "OSTEOLIB_HUB": str(tmp_path)}
    home = tmp_path / "homes" / "student02" / "chapters"
    home.mkdir(parents=True)
    # One that was started for a student, and one that was forked from what was started for all.
    own = [{"env": marked | {"JUPYTERHUB_USER": "student01"}}, {"env": marked, "cwd": home}, {"env": marked}]
    with ExitStack() as until_the_end:
        sleepers = [until_the_end.enter_context(sleeper(**options)) for options in own]
        found = measure.by_student(tmp_path)
        assert set(found) == {"student01", "student02", ""}
        assert all(megabytes > 1 for megabytes in found.values())
        hub.end_all(tmp_path)
        assert not any(psutil.pid_exists(one.pid) for one in sleepers)
    assert measure.of_hub(tmp_path) == []
    assert psutil.Process().is_running()


def sleeper(**options):
    """A process that does nothing, and has begun to."""
    process = subprocess.Popen([sys.executable, "-c", "import time; print(1, flush=True); time.sleep(60)"],
                               stdout=subprocess.PIPE, **options)  # fmt: skip
    process.stdout.readline()
    return process


def held(students=2, busy=0.0, failures=()):
    """A class as it is written down, with easy numbers."""
    one = {
        "spawn": 4.0,
        "retries": 1,
        "kernel": [1.0],
        "first": [3.0],
        "cells": [0.1, 0.5],
        "checks": [],
        "moves": [0.2],
    }
    people = [
        {"name": f"student{n:02d}", "lessons": ["a.ipynb"] * (2 - n % 2), "failures": list(failures), **one}
        for n in range(1, students + 1)
    ]
    memory = {"hub": 100.0, **{person["name"]: 100.0 + 100 * len(person["lessons"]) for person in people}}
    shares = {"seconds": 90.0, "processor_seconds": 60.0, "busy_with_other_work": busy, "cores": 2}
    return {"students": people, "memory_mb": memory, **shares}


def test_a_class_is_summed_up():
    one = report.summary(held(failures=["a cell: ValueError"]))
    assert one["spawn"] == {"n": 2, "p50": 4.0, "p95": 4.0, "max": 4.0}
    assert one["cells"]["p50"] == 0.3
    assert one["mb_a_student"] == {"mean": 250.0, "max": 300.0}
    assert one["mb_by_notebooks"] == {1: 200.0, 2: 300.0}
    assert one["retries"] == 2
    text = report.table(one)
    assert "2 failures" in text and "student01: a cell: ValueError" in text
    assert "check of an exercise" not in text


def test_a_row_of_the_sizing_table_says_what_was_measured_and_how():
    runs = [report.summary(held(20)), report.summary(held(20, busy=0.5))]
    text = sizing.row(20, runs)
    assert "7\N{NO-BREAK SPACE}GB" in text
    assert text.replace("\N{NO-BREAK SPACE}", " ") == (
        "| 20 | 7 GB | 250 MB, largest 300 MB | 4 s, slowest 4 s | 0.5 s; first 3 s | 0.2 s | 0 "
        "| 2 of 3 times, 2 cores; 1 beside other work |"
    )
    assert sizing.row(40, []).endswith("| not measured yet |")


def test_the_pages_show_the_results_that_lie_beside_them():
    text = sizing.BOOK.read_text(encoding="utf-8")
    assert sizing.PAGE.read_text(encoding="utf-8") == sizing.page()
    assert text == sizing.book(text)
    assert all(f"| {size} |" in text for size in sizing.SIZES)


def test_the_series_goes_on_where_it_was_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(report, "FOLDER", tmp_path)
    todo = series.missing()
    assert len(todo) == len(sizing.SIZES) * sizing.RUNS
    report.name(*todo[0]).write_text("{}", encoding="utf-8")
    assert series.missing() == todo[1:]
    assert series.missing(preloaded=True) == todo  # the other way has classes of its own
    assert set(series.CLASS_TAKES) == set(sizing.SIZES)
    assert sum(series.CLASS_TAKES.values()) < series.LIMIT < 60  # each size once in one go
