# The commands of everyday work. `make` alone lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

export CGO_ENABLED ?= 0
BIN := bin/shuangyong
TOOLS := bin/tools
ARGS ?=
GO_FILES = $(shell git ls-files '*.go' | grep -v '\.gen\.go$$')

.PHONY: help
help: ## What there is to do
	@awk -F':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: build
build: ## The program, bin/shuangyong
	go build -trimpath -o $(BIN) ./server

.PHONY: run
run: build ## Run it; without settings this is the demo, with everything inside
	exec $(BIN) serve $(ARGS)

.PHONY: talk
talk: build ## Hold a conversation with the running program (ARGS='--as somebody')
	@exec $(BIN) talk $(ARGS)

.PHONY: migrate
migrate: build ## Apply the migrations that are pending
	$(BIN) migrate up $(ARGS)

.PHONY: seed
seed: build ## Fill an empty database with the synthetic city
	$(BIN) seed $(ARGS)

.PHONY: check
check: build ## The doctor: settings, database, Redis, WeChat, calendar, audit log
	$(BIN) check $(ARGS)

.PHONY: test
test: ## All fast tests, on SQLite, and on the servers that SY_TEST_POSTGRES_URL, SY_TEST_MYSQL_URL and SY_TEST_REDIS_URL name
	go test ./...

.PHONY: race
race: ## The same with the race detector (needs a C compiler), but what computes alone (seed) and what only watches other processes (e2e)
	CGO_ENABLED=1 go test -race -vet=off $(UNWATCHED) $$(go list ./... | grep -vE '/(seed|tests/e2e)$$')

# SQLite is C that was translated to Go: watching each of its steps takes three quarters of the time and says nothing of our code, which calls it through database/sql.
UNWATCHED := -gcflags=modernc.org/sqlite/lib=-race=false -gcflags=modernc.org/libc=-race=false

.PHONY: peer
peer: ## Programs and clients of others against the gateway and the simulated WeChat (needs node and npm)
	cd tests/peer && npm ci --silent --no-audit --no-fund
	go test -count=1 -tags peer ./tests/peer/...

.PHONY: browser
browser: build ## The phone at /simulator, driven in a browser (needs node, npm and Chromium: CHROMIUM=/usr/bin/chromium)
	cd tests/browser && npm ci --silent --no-audit --no-fund
	cd tests/browser && node --test --test-concurrency=1

.PHONY: pictures
pictures: build ## Make the README's pictures of the phone anew
	cd tests/browser && npm ci --silent --no-audit --no-fund
	cd tests/browser && node pictures.js
	cd tests/browser && PICTURES=$(CURDIR)/docs/pictures node --test --test-name-pattern="who one is" phone.test.js

FUZZTIME ?= 10s
.PHONY: fuzz
fuzz: ## Every fuzz target for FUZZTIME=10s each, or FUZZTIME=4000x: so many inputs, which cannot end in the middle of one
	@grep -rlE '^func Fuzz' --include='*_test.go' . | while read -r file; do \
	  for target in $$(sed -nE 's/^func (Fuzz[A-Za-z0-9_]+)\(.*/\1/p' "$$file"); do \
	    echo "== $$target in $$(dirname "$$file")"; \
	    go test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 5s "$$(dirname "$$file")"; \
	  done; done

KILLS ?= 100
.PHONY: kill
kill: ## Kill the program KILLS=100 times in the middle of its work: nothing promised is lost or doubled
	go test -count=1 -tags soak -timeout 60m -run TestKill ./tests/e2e -args -kills $(KILLS)

.PHONY: test-cluster
test-cluster: ## The topology of docker-compose.yml as processes, and bad days of it (SY_TEST_CLUSTER_DB=mysql: on MariaDB; needs the servers' programs and haproxy)
	go test -count=1 -v -tags cluster -timeout 30m ./tests/cluster -args $(ARGS)

.PHONY: soak
soak: ## What takes long: a thousand kills on each database, every script on every kind of day, and the cluster's bad days in their long form
	$(MAKE) kill KILLS=1000
	go test -count=1 -timeout 30m -run TestScripts ./tests/e2e -args -full
	$(MAKE) test-cluster ARGS='-restarts 20 -duplicates 10000 -database-away 60s'
	SY_TEST_CLUSTER_DB=mysql $(MAKE) test-cluster ARGS='-restarts 20 -duplicates 10000 -database-away 60s'

.PHONY: bench
bench: ## Messages a second beside a bare echo server, latencies, cold start, memory
	go run ./tests/bench $(ARGS)

.PHONY: generate
generate: $(TOOLS)/oapi-codegen ## The code that follows from docs/openapi.yaml
	$(TOOLS)/oapi-codegen -config handlers/mini/api.cfg.yaml docs/openapi.yaml
	$(TOOLS)/oapi-codegen -config handlers/desk/api.cfg.yaml docs/openapi.yaml

.PHONY: fmt
fmt: $(TOOLS)/gofumpt ## Format
	$(TOOLS)/gofumpt -w $(GO_FILES)

.PHONY: lint
lint: $(TOOLS)/gofumpt $(TOOLS)/staticcheck $(TOOLS)/gosec $(TOOLS)/deadcode ## vet, gofumpt, staticcheck, gosec, deadcode
	@unformatted="$$($(TOOLS)/gofumpt -l $(GO_FILES))"; [ -z "$$unformatted" ] || { echo "not formatted (make fmt):"; echo "$$unformatted"; exit 1; }
	go vet -tags peer,soak,cluster ./...
	$(TOOLS)/staticcheck -tags peer,soak,cluster ./...
	$(TOOLS)/gosec -quiet -severity medium -confidence medium -exclude G115 -exclude-dir tests ./... # G115: hashes and indexes narrow on purpose
	@dead="$$($(TOOLS)/deadcode -test -tags peer,soak,cluster ./...)"; [ -z "$$dead" ] || { echo "nothing reaches:"; echo "$$dead"; exit 1; }

.PHONY: vuln
vuln: $(TOOLS)/govulncheck ## Known weaknesses of the libraries (VULNDB=file:///… when there is no network)
	$(TOOLS)/govulncheck $(if $(VULNDB),-db $(VULNDB)) ./...

.PHONY: leaks
leaks: $(TOOLS)/gitleaks ## Secrets in the history
	$(TOOLS)/gitleaks git --no-banner --redact --log-level warn .

.PHONY: ci
ci: ## What is run before anything lands (needs PostgreSQL, MariaDB, Redis and node)
	bash .ci/run

# The tools, at the versions that were tried.
$(TOOLS)/staticcheck: MODULE := honnef.co/go/tools/cmd/staticcheck@v0.8.2
$(TOOLS)/gofumpt: MODULE := mvdan.cc/gofumpt@v0.12.0
$(TOOLS)/govulncheck: MODULE := golang.org/x/vuln/cmd/govulncheck@v1.9.0
$(TOOLS)/gosec: MODULE := github.com/securego/gosec/v2/cmd/gosec@v2.30.0
$(TOOLS)/deadcode: MODULE := golang.org/x/tools/cmd/deadcode@v0.52.0
$(TOOLS)/oapi-codegen: MODULE := github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2
$(TOOLS)/gitleaks: MODULE := github.com/zricethezav/gitleaks/v8@v8.30.1
$(TOOLS)/%: Makefile
	@mkdir -p $(TOOLS)
	GOBIN="$(CURDIR)/$(TOOLS)" go install $(MODULE)
	@touch $@
