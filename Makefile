# Everything a person types. `make demo` and `make test` do all set-up themselves.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
PREFIX ?= /usr/local
DESTDIR ?=

RELEASE := .build/release
PLUGINS := var/plugins
PACKED := libGrading.so libReport.so libAnalysis.so libCurve.so libTally.so libWordCount.so

.PHONY: help demo test build install storm soak bench fuzz golden format lint clean setup test-packages bench-packages

help:
	@echo "make demo      print, mark and grade a class of 30 answer sheets, write about it and draw its 30 reports, by the loaded plugins"
	@echo "make test      every test"
	@echo "make build     release build of the host; plugins packed into $(PLUGINS)"
	@echo "make install   into PREFIX (now $(PREFIX)): host, plugins, SDK, Swift runtime"
	@echo "make storm     the storms of reloads and of RabbitMQ in full; make fuzz: the fuzzers in full; make bench: the benchmarks"
	@echo "make soak      five thousand reports by one host, whose memory stays"
	@echo "make golden    write the golden pictures and layouts of reports anew, after a wanted change: look at them before committing"
	@echo "make format    lay the sources out; make lint: say what is not laid out"

setup:
	@Tests/Tools/setup build

test-packages:
	@Tests/Tools/setup build test

build: setup
	swift build -c release --product proctor
	@for product in $(PACKED:lib%.so=%); do swift build -c release --product $$product; done
	@mkdir -p $(PLUGINS)
	@chmod 755 var $(PLUGINS)
	@for file in $(PACKED); do \
		install -m 755 $(RELEASE)/$$file $(PLUGINS)/$$file.new && \
		$(RELEASE)/proctor plugin pack $(PLUGINS)/$$file.new && \
		mv -f $(PLUGINS)/$$file.new $(PLUGINS)/$$file; done

demo: build
	swift build -c release --product demo
	@$(RELEASE)/demo

test: test-packages
	Tests/Tools/test

storm: test-packages
	Tests/Tools/fixtures
	PROCTOR_STORM=full swift test --disable-xctest --filter 'ReloadStorm|RabbitMQStorm'

soak: test-packages
	PROCTOR_SOAK=full swift test --disable-xctest --filter ReportSoak

fuzz: test-packages
	PROCTOR_FUZZ=full swift test --disable-xctest --filter mutated
	PROCTOR_FUZZ=full Tests/Fuzzers/run
	PROCTOR_FUZZ=full swift test --package-path PluginSDK --disable-xctest --filter mutated

golden: test-packages
	PROCTOR_GOLDEN=write swift test --disable-xctest --filter 'ReportGolden|ReportDrawing'

bench-packages:
	@Tests/Tools/setup build bench

bench: bench-packages build
	Tests/Benchmarks/run

install: build
	Tests/Tools/install "$(DESTDIR)$(PREFIX)"

format:
	swift format --in-place --recursive Host PluginSDK Plugins Tests Package.swift

lint:
	swift format lint --strict --recursive Host PluginSDK Plugins Tests Package.swift

clean:
	rm -rf .build PluginSDK/.build var
