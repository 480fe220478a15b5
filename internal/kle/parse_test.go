package kle

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"indeksbro/internal/oio"
	"indeksbro/internal/testkit/kletest"
	"indeksbro/internal/testkit/shared"
)

func parseFile(t testing.TB, path string) *Plan {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := Parse(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return plan
}

func extract(t testing.TB) *Plan {
	t.Helper()
	return parseFile(t, shared.Path(t, "data/kle/kle-emneplan-2025-05-uddrag.xml"))
}

// The figures are those of shared/data/README.md.
func TestR060_TheRealExtract(t *testing.T) {
	t.Parallel()
	plan := extract(t)
	want := Counts{Hovedgrupper: 3, Grupper: 34, Emner: 186, Stikord: 631, MedRetskilde: 111, MedUUID: 124}
	if diff := cmp.Diff(want, plan.Counts()); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
	if plan.Udgivet != 20250501 || plan.Ukendte != 0 {
		t.Errorf("udgivet %v, unknown elements %d", plan.Udgivet, plan.Ukendte)
	}
	for over, want := range map[Nummer]int{"27": 131, "29": 46, "17.03": 9} {
		if got := len(plan.EmnerUnder(over)); got != want {
			t.Errorf("emner under %s: %d, want %d", over, got, want)
		}
	}
	for _, n := range []Nummer{"27.35.04", "29.09.00", "27.69.36"} {
		if _, found := plan.Find(n); !found {
			t.Errorf("%s is missing", n)
		}
	}
}

func TestTheRealHandlingsfacetter(t *testing.T) {
	t.Parallel()
	plan := parseFile(t, shared.Path(t, "data/kle/handlingsfacetter-eksempel.xml"))
	if len(plan.Klasser) != 0 || plan.Counts().Handlingsfacetter != 1 || plan.Handlingsfacetter[1].Nummer != "A00" {
		t.Errorf("got %+v", plan)
	}
}

func TestParseReadsEveryFieldOfTheRESTLayout(t *testing.T) {
	t.Parallel()
	plan := parseFile(t, "testdata/lille-plan.xml")
	want := []Klasse{
		{
			Nummer: "18.07.04", Titel: "Hold for svagtseende", UUID: "0000aaaa-0000-4000-8000-000000000002",
			Vejledning: "Bruges om hold, fx:\n- læsehold\n- synshold\nIkke om børn.",
			Stikord:    []Stikord{{Tekst: "Synskursus"}, {Tekst: "Klage over hold", Handlingsfacet: "K02"}},
			Retskilder: []Retskilde{{Titel: "Byttelov", Paragraf: "§ 3, stk. 1"}, {Titel: "Serviceloven"}},
		},
		{
			Nummer: "18.07.08", Titel: "Aftenhold med punktskrift", Oprettet: 19990101, Udgaaet: 20200101,
			Rettet: []oio.Dato{20030203, 20040203}, AfloestAf: []Nummer{"18.07.04"}, AfloestAfFacetter: []string{"Ø54"},
			Bevaring: "K5", Sletning: "P1825D", Filtre: []string{"FagsystemDelplan"},
		},
	}
	for i := range want {
		got, found := plan.Find(want[i].Nummer)
		if !found {
			t.Fatalf("%s is missing", want[i].Nummer)
		}
		if diff := cmp.Diff(&want[i], got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", want[i].Nummer, diff)
		}
	}
	if plan.Ukendte != 1 {
		t.Errorf("unknown elements: %d, want 1", plan.Ukendte)
	}
	if group, _ := plan.Find("18.07"); group.UUID != "0000aaaa-0000-4000-8000-000000000001" {
		t.Errorf("the group's UUID is %q, want it in lower case", group.UUID)
	}
}

func TestParseHandlingsfacetter(t *testing.T) {
	t.Parallel()
	plan := parseFile(t, "testdata/handlingsfacetter.xml")
	want := []Facet{
		{Nummer: "G", Titel: "Gerninger"},
		{Nummer: "G01", Titel: "Den almindelige gerning"},
		{Nummer: "Ø", Titel: "Penge og tal", Vejledning: "Om penge.", Oprettet: 19880101},
		{
			Nummer: "Ø54", Titel: "Regninger", Vejledning: "Alle regninger.", Bevaring: "K", Oprettet: 19880101,
			Retskilder: []Retskilde{{Titel: "Byttelov"}},
		},
	}
	if diff := cmp.Diff(want, plan.Handlingsfacetter); diff != "" {
		t.Errorf("facets (-want +got):\n%s", diff)
	}
	if plan.Klasser != nil {
		t.Errorf("classes: %v", plan.Klasser)
	}
}

func TestParseEncodings(t *testing.T) {
	t.Parallel()
	const body = "<KLE-Emneplan><UdgivelsesDato>2025-05-01</UdgivelsesDato><Hovedgruppe><HovedgruppeNr>27</HovedgruppeNr>" +
		"<HovedgruppeTitel>x</HovedgruppeTitel><Gruppe><GruppeNr>27.35</GruppeNr><GruppeTitel>x</GruppeTitel>" +
		"<Emne><EmneNr>27.35.04</EmneNr><EmneTitel>%</EmneTitel></Emne></Gruppe></Hovedgruppe></KLE-Emneplan>"
	for name, file := range map[string]string{
		"no declaration":     body,
		"byte order mark":    "\xef\xbb\xbf" + body,
		"mark and utf-8":     "\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"utf-8\"?>" + body,
		"mark overrules":     "\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" + body,
		"iso-8859-1":         "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" + body,
		"windows-1252":       "<?xml version='1.0' encoding='windows-1252'?>" + body,
		"other namespace":    strings.Replace(body, "<KLE-Emneplan>", `<KLE-Emneplan xmlns="urn:x">`, 1),
		"comment and PI":     "<?xml version=\"1.0\"?><?xml-stylesheet href='x'?><!-- x -->" + body + "<!-- y -->\n",
		"CDATA and entities": strings.Replace(body, "%", "<![CDATA[%]]>", 1),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			title := "Ældre på ø"
			if !strings.HasPrefix(file, "\xef\xbb\xbf") && (strings.Contains(file, "8859") || strings.Contains(file, "1252")) {
				title = "\xc6ldre p\xe5 \xf8"
			}
			plan, err := Parse(strings.NewReader(strings.Replace(file, "%", title, 1)))
			if err != nil {
				t.Fatal(err)
			}
			if got := plan.Klasser[2].Titel; got != "Ældre på ø" {
				t.Errorf("title %q", got)
			}
		})
	}
}

// Every broken file names its fault; the table has the line and a piece of the reason.
func TestParseRefusesBrokenFiles(t *testing.T) {
	t.Parallel()
	want := map[string]struct {
		line   int
		reason string
	}{
		"emne-uden-gruppe":                 {5, "Emne must not stand in Hovedgruppe"},
		"gruppe-i-gruppe":                  {6, "Gruppe must not stand in Gruppe"},
		"emne-i-ukendt-element":            {7, "Emne must not stand in Grupperet"},
		"emnenr-fire-cifre":                {6, `EmneNr is malformed: "27.35"`},
		"emnenr-med-bogstav":               {6, `EmneNr is malformed: "27.35.O4"`},
		"emnenr-to-gange":                  {6, "EmneNr stands twice"},
		"emne-under-forkert-gruppe":        {6, "27.36.04 does not belong under 27.35"},
		"gruppe-under-forkert-hovedgruppe": {5, "29.35 does not belong under 27"},
		"gruppe-foer-nummer":               {5, "HovedgruppeNr must come before Gruppe"},
		"nummer-to-gange":                  {7, "number 27.35.04 is already used at line 6"},
		"emne-uden-nummer":                 {6, "Emne has no number"},
		"emne-uden-titel":                  {6, "27.35.04 has no title"},
		"tom-titel":                        {6, "27.35.04 has no title"},
		"titel-to-gange":                   {6, "EmneTitel stands twice"},
		"dato-findes-ikke":                 {6, `OprettetDato is not a date: "2025-02-30"`},
		"udgivelsesdato-forkert":           {3, "UdgivelsesDato is not a date"},
		"udgivelsesdato-mangler":           {7, "UdgivelsesDato is missing"},
		"afloest-af-vroevl":                {6, `EmneNr is malformed: "27"`},
		"uuid-forkert":                     {6, `not a UUID: "27a0973b"`},
		"paragraf-uden-lov":                {6, "ParagrafEllerKapitel stands before any RetskildeTitel"},
		"afkortet":                         {7, "the file ends too early"},
		"afkortet-i-tag":                   {6, "the file ends too early"},
		"slutter-med-mere":                 {10, "there is more after the end"},
		"ikke-velformet":                   {6, "not well-formed XML"},
		"ikke-xml":                         {0, "the file has no XML in it"},
		"html-fejlside":                    {1, `the root element is "html"`},
		"tom-plan":                         {4, "the plan is empty"},
		"kun-grupper":                      {8, "the plan is empty"},
		"tom-fil":                          {1, "the file has no XML in it"},
		"doctype-entiteter":                {2, "document type declaration is not allowed"},
		"ukendt-entitet":                   {6, "not well-formed XML"},
		"ukendt-tegnsaet":                  {1, `unsupported encoding "EBCDIC-DK"`},
		"facet-under-forkert-kategori":     {4, "K01 does not belong under G"},
		"latin1-uden-erklaering":           {5, "not well-formed XML"},
	}
	files, err := filepath.Glob("testdata/broken/*.xml")
	if err != nil || len(files) != len(want) {
		t.Fatalf("%d broken files, %d expectations: %v", len(files), len(want), err)
	}
	for _, path := range files {
		name := strings.TrimSuffix(filepath.Base(path), ".xml")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			plan, err := Parse(bytes.NewReader(data))
			fault := refused(t, plan, err)
			if w := want[name]; !strings.Contains(fault.Reason, w.reason) || (w.line != 0 && fault.Line != w.line) {
				t.Errorf("got line %d: %s\nwant line %d: %s", fault.Line, fault.Reason, w.line, w.reason)
			}
			if !strings.HasPrefix(fault.Dansk(), "KLE-filen er ikke importeret") || strings.Contains(fault.Dansk(), "%!") {
				t.Errorf("Danish text: %s", fault.Dansk())
			}
		})
	}
}

func refused(t *testing.T, plan *Plan, err error) *Error {
	t.Helper()
	fault, ok := errors.AsType[*Error](err)
	if !ok {
		t.Fatalf("want an *Error, got %v", err)
	}
	if plan != nil {
		t.Error("a refused file must give no plan")
	}
	return fault
}

// generated is a file made while it is read: head, then body over and over, for ever.
type generated struct {
	head, body string
	rest       string
	begun      bool
	read       int64
}

func (g *generated) Read(p []byte) (int, error) {
	if g.rest == "" && !g.begun {
		g.rest, g.begun = g.head, true
	}
	if g.rest == "" {
		g.rest = g.body
	}
	n := copy(p, g.rest)
	g.rest = g.rest[n:]
	g.read += int64(n)
	return n, nil
}

const (
	planHead = "<KLE-Emneplan><UdgivelsesDato>2025-05-01</UdgivelsesDato>"
	emneHead = planHead + "<Hovedgruppe><HovedgruppeNr>27</HovedgruppeNr><HovedgruppeTitel>x</HovedgruppeTitel>" +
		"<Gruppe><GruppeNr>27.35</GruppeNr><GruppeTitel>x</GruppeTitel><Emne><EmneNr>27.35.04</EmneNr>"
)

// Each of these files never ends; the limit must stop it, and long before memory is used up.
func TestParseStopsAtItsLimits(t *testing.T) {
	long := strings.Repeat("x", 4096)
	for name, c := range map[string]struct {
		file   generated
		reason string
	}{
		"text":        {generated{head: emneHead + "<EmneTitel>", body: long}, "EmneTitel is longer"},
		"comment":     {generated{head: planHead + "<!--", body: long + "<"}, "a piece of text or markup is longer"},
		"CDATA":       {generated{head: emneHead + "<EmneTitel><![CDATA[", body: long + "<"}, "a piece of text or markup is longer"},
		"attribute":   {generated{head: planHead + "<Hovedgruppe x='", body: long}, "a piece of text or markup is longer"},
		"doctype":     {generated{head: "<!DOCTYPE x [", body: long + "<!ENTITY a 'b'>"}, "a piece of text or markup is longer"},
		"title parts": {generated{head: emneHead + "<EmneTitel>", body: long + "<b/>"}, "EmneTitel is longer"},
		"guidance":    {generated{head: emneHead + "<EmneVejledning><VejledningTekst>", body: "<p>" + long + "</p>"}, "EmneVejledning is longer"},
		"depth":       {generated{head: planHead, body: "<x>"}, "nested deeper"},
		"keywords":    {generated{head: emneHead, body: "<EmneStikord><Tekst>x</Tekst></EmneStikord>"}, "more than 5000 of Stikord"},
		"laws":        {generated{head: emneHead + "<EmneRetskildeReference>", body: "<RetskildeTitel>x</RetskildeTitel>"}, "more than 1000 of RetskildeTitel"},
		"filters":     {generated{head: emneHead + "<EmneFilter>", body: "<FilterTitel>x</FilterTitel>"}, "more than 1000 of FilterTitel"},
		"dates":       {generated{head: emneHead + "<EmneAdministrativInfo>", body: "<RettetDato>2020-01-01</RettetDato>"}, "more than 1000 of RettetDato"},
		"successors":  {generated{head: emneHead + "<EmneAdministrativInfo><Historisk><AfloestAf>", body: "<EmneNr>27.35.08</EmneNr>"}, "more than 1000 of AfloestAf"},
		"file":        {generated{head: planHead, body: "<x>" + long + "</x>"}, "the file is larger than 67108864 bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			plan, err := Parse(&c.file)
			runtime.ReadMemStats(&after)
			if fault := refused(t, plan, err); !strings.Contains(fault.Reason, c.reason) {
				t.Errorf("got %q, want %q", fault.Reason, c.reason)
			}
			if grown := int64(after.HeapSys) - int64(before.HeapSys); grown > 64<<20 {
				t.Errorf("the heap grew by %d bytes", grown)
			}
			if c.file.read > MaxFile+(1<<20) {
				t.Errorf("read %d bytes of an endless file", c.file.read)
			}
		})
	}
}

func TestParseStopsAtTooManyClasses(t *testing.T) {
	t.Parallel()
	pr, pw := io.Pipe()
	go func() {
		_, err := io.WriteString(pw, planHead+"<Hovedgruppe>")
		for h := 0; h < 100 && err == nil; h++ {
			err = manyEmner(pw, h)
		}
		_ = pw.CloseWithError(err)
	}()
	plan, err := Parse(pr)
	_ = pr.Close()
	if fault := refused(t, plan, err); fault.Reason != "more than 100000 classes" {
		t.Errorf("got %v", fault)
	}
}

func manyEmner(w io.Writer, h int) error {
	two := func(n int) string { return strconv.Itoa(n/10) + strconv.Itoa(n%10) }
	var b strings.Builder
	if h > 0 {
		b.WriteString("</Hovedgruppe><Hovedgruppe>")
	}
	b.WriteString("<HovedgruppeNr>" + two(h) + "</HovedgruppeNr><HovedgruppeTitel>x</HovedgruppeTitel>")
	for g := range 100 {
		b.WriteString("<Gruppe><GruppeNr>" + two(h) + "." + two(g) + "</GruppeNr><GruppeTitel>x</GruppeTitel>")
		for e := range 100 {
			b.WriteString("<Emne><EmneNr>" + two(h) + "." + two(g) + "." + two(e) + "</EmneNr><EmneTitel>x</EmneTitel></Emne>")
		}
		b.WriteString("</Gruppe>")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func TestParseKeepsTheReadersError(t *testing.T) {
	t.Parallel()
	gone := errors.New("the line went dead")
	plan, err := Parse(io.MultiReader(strings.NewReader(planHead), failing{gone}))
	if fault := refused(t, plan, err); !errors.Is(err, gone) || fault.Reason != "the file could not be read" {
		t.Errorf("got %v", err)
	}
}

func fullPlan(t testing.TB, emner int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := kletest.WriteFullPlan(&b, emner, 7); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestFullPlan(t *testing.T) {
	t.Parallel()
	data := fullPlan(t, 2500)
	if !bytes.Equal(data, fullPlan(t, 2500)) {
		t.Error("the generator is not deterministic")
	}
	plan, err := Parse(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	c := plan.Counts()
	if c.Emner != 2500 || c.MedRetskilde != 2500 || c.Udgaaede == 0 || plan.Ukendte != 0 {
		t.Errorf("counts %+v, unknown %d", c, plan.Ukendte)
	}
	kinds := map[int]bool{}
	for _, k := range plan.Klasser {
		for _, n := range k.AfloestAf {
			kinds[n.Niveau()] = true
		}
		if len(k.AfloestAfFacetter) > 0 {
			kinds[4] = true
		}
	}
	if len(kinds) != 4 {
		t.Errorf("kinds of successors: %v, want four", kinds)
	}
}

func TestFullPlanFollowsTheSchema(t *testing.T) {
	t.Parallel()
	schema := shared.Path(t, "data/kle/xsd/KLE-Emneplan-version-2-0.xsd")
	tool := shared.Tool(t, "xmllint")
	file := filepath.Join(t.TempDir(), "plan.xml")
	if err := os.WriteFile(file, fullPlan(t, 2500), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(tool, "--noout", "--schema", schema, file).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out[:min(len(out), 2000)])
	}
}

func TestWriteFullPlanRefusesSizesItCannotNumber(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, -1, 1_000_000} {
		if err := kletest.WriteFullPlan(io.Discard, n, 1); err == nil {
			t.Errorf("%d emner: no error", n)
		}
	}
}

// roundTrip writes the plan and reads it again.
func roundTrip(t *testing.T, plan *Plan) {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, plan); err != nil {
		t.Fatal(err)
	}
	again, err := Parse(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatalf("what was written is refused: %v\n%s", err, cut(b.String(), 2000))
	}
	want := *plan
	want.Ukendte = 0
	if diff := cmp.Diff(&want, again); diff != "" {
		t.Errorf("written and read (-want +got):\n%s", diff)
	}
}

func TestWriteIsReadBack(t *testing.T) {
	t.Parallel()
	roundTrip(t, parseFile(t, "testdata/lille-plan.xml"))
	roundTrip(t, parseFile(t, "testdata/handlingsfacetter.xml"))
	plan, err := Parse(bytes.NewReader(fullPlan(t, 300)))
	if err != nil {
		t.Fatal(err)
	}
	roundTrip(t, plan)
}

func FuzzParse(f *testing.F) {
	files, err := filepath.Glob("testdata/broken/*.xml")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range append(files, "testdata/lille-plan.xml", "testdata/handlingsfacetter.xml") {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add(fullPlan(f, 3))
	f.Fuzz(func(t *testing.T, data []byte) {
		plan, err := Parse(bytes.NewReader(data))
		if err != nil {
			_ = refused(t, plan, err).Dansk()
			return
		}
		roundTrip(t, plan)
		NewSearch(plan).Find(string(data[:min(len(data), 200)]), 10)
	})
}

// The limits are 2 seconds and 100 MiB for a plan of 2,500 emner (R060).
func BenchmarkParseFullPlan(b *testing.B) {
	data := fullPlan(b, 2500)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(bytes.NewReader(data)); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(2000, "limit-ms/op")
}
