# Two commands do everything on a fresh Debian or Ubuntu machine with Go: `make demo` and `make test`.

GO         ?= go
TEMPL       = $(GO) run github.com/a-h/templ/cmd/templ@v0.3.977
STATICCHECK = $(GO) run honnef.co/go/tools/cmd/staticcheck@v0.8.2
GOVULNCHECK = $(GO) run golang.org/x/vuln/cmd/govulncheck@v1.9.0

.PHONY: demo test soak assets build deb bench lint generate

## demo: make Korsbæk, run the whole chain, serve every page on http://127.0.0.1:8080
demo: assets build
	./bin/indeksbro demo $(ARGS)

## test: everything, with what it needs installed first
test: assets
	sh tools/need.sh chromium:chromium xmllint:libxml2-utils xmlsec1:xmlsec1 python/zeep:python3-zeep pdftotext:poppler-utils '/usr/lib/postgresql/*/bin/postgres:postgresql'
	$(GO) test -timeout 40m ./...

## soak: the long runs
soak: assets
	sh tools/need.sh chromium:chromium xmllint:libxml2-utils xmlsec1:xmlsec1 python/zeep:python3-zeep pdftotext:poppler-utils '/usr/lib/postgresql/*/bin/postgres:postgresql'
	INDEKSBRO_SOAK=1 $(GO) test -timeout 6h -count=1 ./internal/app/... ./cmd/... -v
	$(GO) test -timeout 6h -count=1 -run 'TestTheIndexIsTheProjection$$' ./internal/export -rapid.checks=10000
	$(GO) test -timeout 6h -count=1 -run TestTheIndexIsTheProjectionOnPostgreSQL ./internal/export -rapid.checks=2000
	INDEKSBRO_SOAK=1 $(GO) test -timeout 6h -count=1 ./internal/simulate/historier -v
	$(GO) test -run '^$$' -fuzz '^FuzzParseLinje$$' -fuzztime 10m ./internal/eoj
	$(GO) test -run '^$$' -fuzz '^FuzzParse$$' -fuzztime 10m ./internal/kle
	$(GO) test -run '^$$' -fuzz '^FuzzLaes$$' -fuzztime 10m ./internal/xmltree
	$(GO) test -run '^$$' -fuzz '^FuzzEfterproev$$' -fuzztime 10m ./internal/idws
	$(GO) test -run '^$$' -fuzz '^FuzzLaesTid$$' -fuzztime 10m ./internal/soap
	$(GO) test -run '^$$' -fuzz '^FuzzLaesCSV$$' -fuzztime 10m -fuzzminimizetime 10x ./internal/sheet
	$(GO) test -run '^$$' -fuzz '^FuzzLaesXLSX$$' -fuzztime 10m -fuzzminimizetime 10x ./internal/sheet

## assets: the pages' design system, from the npm registry into a folder git ignores
assets: internal/web/assets/dist/css/dkfds.min.css

internal/web/assets/dist/css/dkfds.min.css: package-lock.json internal/web/assets/copy.sh
	sh tools/need.sh npm:npm
	npm ci --ignore-scripts --no-audit --no-fund
	sh internal/web/assets/copy.sh
	touch $@

## build: one binary without cgo
build:
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags="-s -w" -o bin/indeksbro ./cmd/indeksbro

## deb: the Debian package in bin/; the same sources give the same bytes
deb: assets
	sh tools/need.sh dpkg-deb:dpkg
	GO="$(GO)" sh tools/deb.sh bin

## bench: measure, with the limit beside each figure (make bench ARGS="--sager 600000")
bench: build
	./bin/indeksbro bench $(ARGS)

## lint: what must be clean before anything lands
lint:
	@out="$$(gofmt -l cmd internal)"; [ -z "$$out" ] || { echo "gofmt would change:"; echo "$$out"; exit 1; }
	$(GO) vet ./...
	$(STATICCHECK) ./...
	$(GO) mod tidy -diff
	@sh tools/vuln.sh $(GOVULNCHECK) ./...

## generate: the pages' Go code from their templates
generate:
	$(TEMPL) generate -path internal/web
	$(TEMPL) generate -path internal/idp
