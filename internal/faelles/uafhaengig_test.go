package faelles_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"indeksbro/internal/faelles"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/testkit/shared"
)

// TestR125_FilesAreValidByToolsThatAreNotOurs holds SSSOM and FHIR files against their models: FHIR by a validator with HL7's definitions, SSSOM by its
// model written down as a JSON schema, over rows and metadata that other readers parse. Broken files must fail, or the tools would say nothing.
func TestR125_FilesAreValidByToolsThatAreNotOurs(t *testing.T) {
	t.Parallel()
	for _, module := range []string{"fhir", "ajv", "papaparse", "yaml"} {
		if _, err := os.Stat(filepath.Join("..", "..", "node_modules", module, "package.json")); err != nil {
			shared.Missing(t, "the validators are missing; make test installs them")
		}
	}
	some := valgene(oio.Korsbaek).Filter(func(all []faelles.Valg) bool { return len(all) > 3 })
	one := some.Example(1)
	for i, f := range []faelles.Forhold{faelles.Samme, faelles.Taet, faelles.Bredere, faelles.Snaevert, faelles.Beslaegt} {
		one = append(one, faelles.Valg{Kommune: oio.Korsbaek, KommuneNavn: "Korsbæk Kommune", Art: mapping.Ydelse, Navn: "Kost " + strconv.Itoa(i), Lov: "SUL", Paragraf: "§ 119", Kode: "FSIII#H1.11", Titel: "Kost \"og\" bevægelse", Forhold: f, Dato: 20240314, Sikkerhed: 0.75})
	}
	one = append(one, faelles.Valg{Kommune: oio.Korsbaek, Art: mapping.Sagstype, Navn: "#1 Klager", Ikke: true})
	two := append(append([]faelles.Valg{}, one...), faelles.Valg{Kommune: "22222222", Art: mapping.Sagstype, Navn: "Forebyggelse", Kode: "29.09.04"})
	for name, all := range map[string][]faelles.Valg{"en": one, "flere": two} {
		for format, script := range map[faelles.Format]string{faelles.SSSOM: "sssom.js", faelles.FHIR: "fhir.js"} {
			var text bytes.Buffer
			if err := faelles.Skriv(&text, format, korsbaek, all); err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(t.TempDir(), name)
			if err := os.WriteFile(file, text.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
			out, err := exec.Command("node", filepath.Join("testdata", script), file).CombinedOutput()
			if err != nil || strings.TrimSpace(string(out)) != strconv.Itoa(len(all)) {
				t.Errorf("%s of %s: %v, want %d mappings\n%s", format, name, err, len(all), out)
			}
			if out, err := exec.Command("node", filepath.Join("testdata", script), file, "--break").CombinedOutput(); err == nil && name == "en" {
				t.Errorf("%s: a broken file is valid: %s", format, out)
			}
		}
	}
}
