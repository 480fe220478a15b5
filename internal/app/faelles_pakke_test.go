package app

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"indeksbro/internal/oio"
)

// senere runs a command at a later moment.
func senere(t *testing.T, after time.Duration, data string, args ...string) (code int, out, errs string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = Run(t.Context(), append([]string{"--data", data}, args...), World{Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: &stderr, Nu: func() time.Time { return proevedag.Add(after) }})
	return code, stdout.String(), stderr.String()
}

// TestR125_ABundleGoesFromOneInstallationToAnotherAndBackUnchanged has Korsbæk in one data directory and Faxe in another.
func TestR125_ABundleGoesFromOneInstallationToAnotherAndBackUnchanged(t *testing.T) {
	t.Parallel()
	korsbaek, faxe, third, files := lilleVerden(t), t.TempDir(), t.TempDir(), t.TempDir()
	at := func(name string) string { return filepath.Join(files, name) }
	read := func(name string) []byte {
		text, err := os.ReadFile(at(name))
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	inFaxe := func(args ...string) []string { return append([]string{"--kommune", "22222222"}, args...) }
	skal(t, korsbaek, "mapping", "set", "ydelse", "yd-4", "type=sul-119-borgerrettet-forebyggelse")
	skal(t, korsbaek, "mapping", "set", "ydelse", "yd-5", "ikke")
	skal(t, korsbaek, "faelles", "publish", "--yes")
	skal(t, korsbaek, "faelles", "bundle", at("foerste.pakke"))
	print := strings.TrimSpace(skal(t, korsbaek, "faelles", "fingerprint"))
	out := skal(t, faxe, inFaxe("faelles", "import", at("foerste.pakke"), "--tillid", strings.ToLower(print))...)
	if !strings.Contains(out, "2 choices of 1 municipalities") {
		t.Errorf("%s", out)
	}
	// From there it goes on, and back, as it came.
	skal(t, faxe, inFaxe("faelles", "bundle", at("tilbage.pakke"), "--fra", string(oio.Korsbaek))...)
	if !bytes.Equal(read("tilbage.pakke"), read("foerste.pakke")) {
		t.Error("the bundle came back changed")
	}
	if out := skal(t, korsbaek, "faelles", "import", at("tilbage.pakke")); !strings.Contains(out, "your own bundle, 2 choices, as you signed it") {
		t.Errorf("%s", out)
	}
	skal(t, third, "--kommune", "33333333", "faelles", "import", at("tilbage.pakke"), "--tillid", print)
	// What was taken over is what was shared, whatever way it is written.
	for _, format := range []string{"csv", "json", "sssom", "fhir"} {
		skal(t, korsbaek, "faelles", "export", "--format", format, at("egne."+format))
		code, _, errs := senere(t, 0, t.TempDir(), "--kommune", "44444444", "faelles", "import", at("egne."+format))
		if code != exitDone {
			t.Errorf("%s: %s", format, errs)
		}
	}
	if list := skal(t, faxe, inFaxe("faelles", "list", "--all")...); !strings.Contains(list, "Diætist Diabetes SUL 119: 1 af 1 valgte sul-119-borgerrettet-forebyggelse") || !strings.Contains(list, "2 names") {
		t.Errorf("%s", list)
	}
	// The key is known now: a newer one is taken without a word, the older one not any more, nor a file nobody signed.
	skal(t, korsbaek, "mapping", "set", "ydelse", "yd-5", "fjern")
	if code, _, errs := senere(t, time.Hour, korsbaek, "faelles", "publish", "--yes"); code != exitDone {
		t.Fatal(errs)
	}
	if code, _, errs := senere(t, time.Hour, korsbaek, "faelles", "bundle", at("anden.pakke")); code != exitDone {
		t.Fatal(errs)
	}
	if code, out, errs := senere(t, time.Hour, faxe, inFaxe("faelles", "import", at("anden.pakke"))...); code != exitDone || !strings.Contains(out, "1 choices") {
		t.Errorf("the newer one: %d %s %s", code, out, errs)
	}
	if code, out, _ := senere(t, time.Hour, faxe, inFaxe("faelles", "import", at("anden.pakke"))...); code != exitDone || !strings.Contains(out, "taken before") {
		t.Errorf("the same once more: %d %s", code, out)
	}
	for name, want := range map[string]string{"foerste.pakke": "newer bundle", "egne.csv": "only a newer bundle"} {
		if code, _, errs := senere(t, time.Hour, faxe, inFaxe("faelles", "import", at(name))...); code != exitInput || !strings.Contains(errs, want) {
			t.Errorf("%s: %d %s", name, code, errs)
		}
	}
	// Another installation that says it is Korsbæk has another key.
	forged := lilleVerden(t)
	skal(t, forged, "mapping", "set", "ydelse", "yd-4", "ikke")
	skal(t, forged, "faelles", "publish", "--yes")
	if code, _, errs := senere(t, 2*time.Hour, forged, "faelles", "bundle", at("falsk.pakke")); code != exitDone {
		t.Fatal(errs)
	}
	if code, _, errs := senere(t, 2*time.Hour, faxe, inFaxe("faelles", "import", at("falsk.pakke"))...); code != exitFindings || !strings.Contains(errs, "another key") || strings.Count(errs, "\n") != 1 {
		t.Errorf("a forged one: %d %s", code, errs)
	}
	if code, _, errs := senere(t, 2*time.Hour, korsbaek, "faelles", "import", at("falsk.pakke")); code != exitInput || !strings.Contains(errs, "not signed with your key") {
		t.Errorf("a forged one at its supposed home: %d %s", code, errs)
	}
}

// TestR125_SuggestionsReadTheBoardToo has two municipalities of one installation: what one shares, the other's suggestions tell.
func TestR125_SuggestionsReadTheBoardToo(t *testing.T) {
	t.Parallel()
	data := lilleVerden(t)
	for _, args := range [][]string{{"kle", "import", filepath.Join("..", "..", "testdata", "script", "verden", "kle.xml")}, {"eoj", "load", filepath.Join("..", "..", "testdata", "script", "verden", "kilde.ndjson")},
		{"mapping", "set", "ydelse", "yd-4", "type=sul-119-borgerrettet-forebyggelse"}, {"faelles", "publish", "--yes"}} {
		skal(t, data, append([]string{"--kommune", "22222222"}, args...)...)
	}
	file := filepath.Join(t.TempDir(), "y.csv")
	if err := os.WriteFile(file, []byte("id,navn,lov,paragraf,sagstype,kle\ny1,Diætist Diabetes,SUL,§ 119,,\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "f.csv")
	skal(t, data, "--kommune", string(oio.Korsbaek), "suggest", "--kind", "ydelsestype", "--in", file, "--out", out)
	text, err := os.ReadFile(out)
	if err != nil || !strings.Contains(string(text), "1 af 1 kommuner valgte det samme") {
		t.Errorf("%v %s", err, text)
	}
	skal(t, data, "--kommune", "22222222", "suggest", "--kind", "ydelsestype", "--in", file, "--out", out)
	if text, err := os.ReadFile(out); err != nil || strings.Contains(string(text), "kommuner valgte") {
		t.Errorf("one's own choice counts as others': %v %s", err, text)
	}
}
