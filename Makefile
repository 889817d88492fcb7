# The commands of the project; what they do stands in .ci/.
.PHONY: help demo test format bench drop-test mutants audit

help:
	@echo 'make demo    prøv programmet: en mødeleder, et møde midtvejs, http://127.0.0.1:8000'
	@echo 'make test    kør alle kontroller og prøver'
	@echo 'make bench   mål, hvor hurtigt noterne når frem, mod et gulv (tyve minutter; SHORT=1: tre)'
	@echo 'make drop-test  en mødeleder, en referent og 20 telefoner, mens alt går i stykker: går en note tabt?'
	@echo 'make mutants MODULES=meetings.room.door  ændr koden ét sted ad gangen: hvilke ændringer opdager ingen prøve?'
	@echo 'make audit   slå alle pakker op: har en af dem en kendt sikkerhedsfejl?'
	@echo 'make format  ret koden og skabelonerne til i husets form'

demo:
	@.ci/install base
	@exec .venv/bin/python manage.py demo

test:
	@.ci/install dev
	@.ci/test

format:
	@.ci/install dev
	@.venv/bin/ruff format
	@.venv/bin/ruff check --fix
	@find templates -name '*.html' -print0 | xargs -0 .venv/bin/djade --target-version 6.1

bench:
	@.ci/install dev
	@FSYNC=on .ci/postgres .venv/bin/python -m benchmarks $(if $(SHORT),--short) $(if $(AGAINST),--against $(AGAINST)) $(if $(LED),--led) $(SCENARIOS)

drop-test:
	@.ci/install dev
	@.venv/bin/python -m tests.drop $(if $(NOTES),--notes $(NOTES)) $(if $(CLIENTS),--clients $(CLIENTS)) $(if $(EVERY),--every $(EVERY)) $(if $(PHASED),--phased)

mutants:
	@.ci/install dev
	@.ci/mutants $(MODULES)

audit:
	@.ci/audit
