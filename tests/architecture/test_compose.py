"""The container files: valid by their schema, consistent with the tree, and without a secret.

No container engine runs here, so this is all that is known about them; docs/operations.md says so.
"""

import os
import re
import subprocess
import sys

import pytest
import yaml

from config.env import ROOT
from config.probe import PROBES
from tests.architecture.test_deploy import documented

COMPOSE = ROOT / "docker-compose.yml"
DOCKERFILE = (ROOT / "Dockerfile").read_text()
SECRETS = ("SECRET_KEY", "CPR_KEYS", "CPR_HASH_KEY", "POSTGRES_PASSWORD", "EMAIL_URL", "EMAIL_FROM", "ALLOWED_HOSTS")
APPLICATION = ("migrate", "web", "worker", "beat")
NOT_PASSED_ON = {
    "DJANGO_SETTINGS_MODULE",  # the image sets it
    "STATIC_ROOT",  # the image sets it
    "DATA_DIR",  # the image sets it
    "PORT",  # the host's; in the container it is always 8000
    "DEBUG",  # without effect in production
    "POSTGRES_BIN",  # for the local launcher
}


def schema_faults(path) -> str:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


@pytest.fixture(scope="module")
def services():
    return yaml.safe_load(COMPOSE.read_text())["services"]


def test_compose_file_follows_the_schema():
    assert schema_faults(COMPOSE) == ""


def test_a_planted_fault_is_found(tmp_path):
    planted = tmp_path / "docker-compose.yml"
    planted.write_text(COMPOSE.read_text().replace("start_period:", "begin_period:"))
    assert "begin_period" in schema_faults(planted)


def test_the_set_is_complete_and_watched(services):
    assert sorted(services) == ["beat", "migrate", "postgres", "redis", "web", "worker"]
    unwatched = [name for name, service in services.items() if "test" not in service["healthcheck"]]
    assert unwatched == ["migrate"]


def test_every_secret_must_be_given():
    text = COMPOSE.read_text()
    for name in SECRETS:
        uses = re.findall(r"\$\{" + name + r"([^}]*)\}", text)
        assert uses, name
        assert all(use.startswith(":?") for use in uses), name


def test_no_value_is_secret_in_the_file(services):
    for service in services.values():
        for name, value in service.get("environment", {}).items():
            if any(word in name for word in ("KEY", "PASSWORD", "SECRET")):
                assert value is None or value.startswith("${"), name


def test_every_documented_setting_reaches_the_application(services):
    for name in APPLICATION:
        assert set(services[name]["environment"]) == documented() - NOT_PASSED_ON, name


def test_a_setting_that_nobody_gives_does_not_arrive_empty(services):
    """An empty REQUIRE_MFA would switch the second factor off; compose leaves out what has no value anywhere."""
    given = {name: value for name, value in services["web"]["environment"].items() if value is not None}
    assert [name for name, value in given.items() if ":?" not in value] == ["REDIS_URL"]


def test_the_application_has_no_privileges(services):
    for name in APPLICATION:
        service = services[name]
        assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"]), name
        assert service["security_opt"] == ["no-new-privileges:true"], name


def test_only_the_web_server_is_reached_from_outside_and_only_from_this_host(services):
    ports = {name: service["ports"] for name, service in services.items() if "ports" in service}
    assert ports == {"web": ["127.0.0.1:${PORT:-8000}:8000"]}


def test_the_start_waits_for_what_it_needs(services):
    for name in ("web", "worker", "beat"):
        assert services[name]["depends_on"] == {
            "migrate": {"condition": "service_completed_successfully"},
            "redis": {"condition": "service_healthy"},
        }
    assert services["migrate"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}


def test_health_checks_ask_for_parts_that_exist(services):
    asked = {name: service["healthcheck"]["test"] for name, service in services.items() if name in PROBES}
    assert sorted(test[test.index("config.probe") + 1] for test in asked.values()) == sorted(PROBES)
    assert asked["beat"][-2:] == services["beat"]["command"][-2:]


def instructions(name: str) -> list[str]:
    joined = DOCKERFILE.replace("\\\n", " ")
    return [line.split(maxsplit=1)[1] for line in joined.splitlines() if line.startswith(f"{name} ")]


def test_image_is_built_in_two_stages_and_runs_as_an_ordinary_user():
    assert [line.split(" AS ")[1] for line in instructions("FROM")] == ["build", "app"]
    assert instructions("USER") == ["hjemvej"]
    assert DOCKERFILE.index("\nUSER hjemvej") > DOCKERFILE.index(" AS app")
    assert len(instructions("HEALTHCHECK")) == 1


def test_what_the_image_copies_exists_and_reaches_the_builder():
    let_through = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    for line in instructions("COPY"):
        if line.startswith("--from=build"):
            continue
        *sources, _target = line.split()
        for source in sources:
            assert (ROOT / source).exists(), source
            assert source in let_through, source


def test_the_image_is_built_with_settings_that_production_takes(tmp_path):
    """The settings that stand in front of the command, and no others, in the command itself."""
    (line,) = (line for line in instructions("RUN") if "collectstatic" in line)
    settings = dict(re.findall(r"\b([A-Z_]+)=(\S+)", line))
    command = [sys.executable, "manage.py", "collectstatic", "--no-input", "--dry-run", "--verbosity", "0"]
    env = {"PATH": os.environ["PATH"]} | settings | {"STATIC_ROOT": str(tmp_path)}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_image_installs_only_hashed_requirements():
    installs = [line for line in instructions("RUN") if "pip install" in line]
    assert len(installs) == 1
    assert "--require-hashes -r requirements/base.txt" in installs[0]
