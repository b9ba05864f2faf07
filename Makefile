# One command each; `make` alone lists them.
PREFIX ?= $(HOME)/.local
SWIFTFLAGS ?=
# Make does not expand a tilde that stands after `PREFIX=`.
prefix = $(patsubst ~/%,$(HOME)/%,$(PREFIX))
formatted = $(wildcard Package.swift Sources Tests Benchmarks Examples)

.PHONY: list setup setup-all demo lesson test quick check-all sanitize fuzz consumer bench scale scores lint install clean

list:
	@echo 'make setup                      install the system packages that are missing'
	@echo 'make setup-all                  and those of make check-all'
	@echo 'make demo                       train, evaluate and predict on the flights in Examples'
	@echo 'make lesson                     embedding or dense? half an hour of a class (Examples/Lesson)'
	@echo 'make test                       build and run all tests'
	@echo 'make quick FILTER=Parser        build and run the tests whose names match'
	@echo 'make check-all                  tests, sanitizers, a package that uses this one, kernels without AVX'
	@echo 'make sanitize                   the tests under AddressSanitizer and ThreadSanitizer'
	@echo 'make fuzz                       try changed inputs of every kind of file (Scripts/fuzz.sh)'
	@echo 'make bench                      time Condense on this machine'
	@echo 'make scale                      measure how costs grow; pictures into docs/scale'
	@echo 'make scores                     train and measure on the data beside the clone'
	@echo 'make lint                       check the format of the code'
	@echo 'make install PREFIX=~/.local    install the command and its completions'
	@echo 'make clean                      remove what was built'

setup:
	@Scripts/setup.sh

setup-all:
	@Scripts/setup.sh all

demo:
	@Scripts/setup.sh demo
	@Scripts/demo.sh

lesson: setup
	swift run -c release $(SWIFTFLAGS) Lesson Examples/Lesson Examples/Lesson/map.svg Examples/Lesson/film.html

# Testable imports would need flags of their own, and a build with other flags starts from nothing:
# tests see what is `package` or `public`.
test: setup
	swift test -c release --disable-testable-imports $(SWIFTFLAGS)

quick: setup
	swift test -c release --disable-testable-imports --filter '$(FILTER)' $(SWIFTFLAGS)

check-all: setup-all
	@Scripts/check-all.sh

sanitize: setup
	@Scripts/sanitize.sh

fuzz: setup
	@SWIFTFLAGS="$(SWIFTFLAGS)" Scripts/fuzz.sh

consumer: setup-all
	@Scripts/consumer.sh

bench: setup
	@Scripts/bench.sh

scale: setup
	CONDENSE_BENCHMARKS=1 swift run -c release $(SWIFTFLAGS) CondenseBenchmarks scale docs/scale

scores: setup
	@Scripts/scores.sh

lint:
	swift format lint --strict --recursive --parallel $(formatted)

install: setup
	swift build -c release --product condense $(SWIFTFLAGS)
	install -D -m 755 .build/release/condense '$(prefix)/bin/condense'
	install -d '$(prefix)/share/bash-completion/completions' '$(prefix)/share/zsh/site-functions' \
	  '$(prefix)/share/fish/vendor_completions.d'
	.build/release/condense completions bash > '$(prefix)/share/bash-completion/completions/condense'
	.build/release/condense completions zsh > '$(prefix)/share/zsh/site-functions/_condense'
	.build/release/condense completions fish > '$(prefix)/share/fish/vendor_completions.d/condense.fish'
	@echo 'Installed $(prefix)/bin/condense'
	@case ":$$PATH:" in *":$(prefix)/bin:"*) ;; *) echo 'Add $(prefix)/bin to PATH to call it.' ;; esac

clean:
	rm -rf .build
