package simulate_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"indeksbro/internal/eoj"
	"indeksbro/internal/index"
	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
	"indeksbro/internal/politik"
	"indeksbro/internal/projection"
	"indeksbro/internal/seal"
	"indeksbro/internal/simulate"
	"indeksbro/internal/store/sqlite"
)

// witness is a real store that remembers when each object first came to the index.
type witness struct {
	*sqlite.DB
	first map[oio.UUID]time.Time
}

func (w *witness) GemObjekter(ctx context.Context, kommune oio.CVR, rows []index.Raekke, persons []index.Person) error {
	for _, r := range rows {
		if _, seen := w.first[r.UUID]; !seen {
			w.first[r.UUID] = r.StsTidspunkt
		}
	}
	return w.DB.GemObjekter(ctx, kommune, rows, persons)
}

// run is a scenario that has been played, with what it left behind.
type run struct {
	*simulate.Forloeb
	store *witness
	keys  *seal.Noegler
}

func play(t *testing.T, id string, master byte) run {
	t.Helper()
	ring, err := seal.NewRing(bytes.Repeat([]byte{master}, seal.MasterSize))
	if err != nil {
		t.Fatal(err)
	}
	keys, err := ring.Kommune(oio.Korsbaek)
	if err != nil {
		t.Fatal(err)
	}
	db, err := sqlite.Open(context.Background(), filepath.Join(t.TempDir(), "simulator.db"), sqlite.Options{CacheMiB: 4})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	store := &witness{DB: db, first: map[oio.UUID]time.Time{}}
	played, err := simulate.Koer(context.Background(), id, store, ring)
	if err != nil {
		t.Fatal(err)
	}
	return run{played, store, keys}
}

// accident plays a scenario and expects the care record alone to end with just these faults, each as "what: fault", and
// Indeksbro to end right.
func accident(t *testing.T, id string, faults ...string) run {
	t.Helper()
	t.Parallel()
	r := play(t, id, 7)
	var got []string
	for _, f := range r.Dom.Alene.Fejl {
		what := f.Navn
		if f.Sag != "" {
			what = f.Sag + "/" + f.Navn
		}
		got = append(got, what+": "+string(f.Fejl))
	}
	if !slices.Equal(got, faults) {
		t.Errorf("alone it ends with %q, want %q", got, faults)
	}
	if r.Dom.Alene.Rigtigt != (len(faults) == 0) || strings.HasPrefix(r.Dom.Alene.Dansk, "Ender rigtigt") != (len(faults) == 0) {
		t.Errorf("the verdict is %+v", r.Dom.Alene)
	}
	if end := r.Dom.Indeksbro; !end.Rigtigt || len(end.Fejl) != 0 || !strings.HasPrefix(end.Dansk, "Ender rigtigt.") {
		t.Errorf("with Indeksbro it ends with %+v", end)
	}
	r.agrees(t)
	r.neverHeldAndSent(t)
	return r
}

// agrees fails unless the index holds exactly what projection says of every record of the source.
func (r run) agrees(t *testing.T) {
	t.Helper()
	ctx := context.Background()
	g, err := r.store.Grundlag(ctx, oio.Korsbaek)
	if err != nil {
		t.Fatal(err)
	}
	wanted := map[oio.UUID]seal.Aftryk{}
	keep := func(u projection.Udfald) {
		if u.Objekt == nil {
			return
		}
		text, err := oio.Canonical(u.Objekt)
		if err != nil {
			t.Fatal(err)
		}
		wanted[u.Objekt.Identitet()] = r.keys.Aftryk(text)
	}
	cases, err := r.store.AendredeSager(ctx, oio.Korsbaek, 0, 1<<60, 1<<30)
	if err != nil {
		t.Fatal(err)
	}
	sager := map[string]*projection.Sag{}
	for _, row := range cases {
		sager[row.ID] = &projection.Sag{Sag: r.line(t, eoj.TypeSag, row.ID, row.Linje).(*eoj.Sag)}
		keep(g.Sag(*sager[row.ID]))
	}
	grants, err := r.store.AendredeBevillinger(ctx, oio.Korsbaek, 0, 1<<60, 1<<30)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range grants {
		keep(g.Bevilling(projection.Bevilling{Bevilling: r.line(t, eoj.TypeBevilling, row.ID, row.Linje).(*eoj.Bevilling)}, sager[row.Sag]))
	}
	held := map[oio.UUID]seal.Aftryk{}
	err = r.store.SoegObjekter(ctx, oio.Korsbaek, index.Soegning{Antal: 1 << 20}, func(row index.Raekke) error {
		held[row.UUID] = row.Aftryk
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(held, wanted) {
		t.Errorf("the index is not what projection says: it holds %d objects, projection wants %d", len(held), len(wanted))
	}
}

func (r run) line(t *testing.T, kind eoj.Type, id string, sealed []byte) eoj.Post {
	t.Helper()
	text, err := r.keys.Open(sealed, mirror.Context(kind, id))
	if err != nil {
		t.Fatal(err)
	}
	post, err := eoj.ParseLinje(text)
	if err != nil {
		t.Fatal(err)
	}
	return post
}

// neverHeldAndSent fails when something that was held back or left out was in the index that day or before.
func (r run) neverHeldAndSent(t *testing.T) {
	t.Helper()
	arts := map[string]oio.Art{oio.ArtSag.String(): oio.ArtSag, oio.ArtBevilling.String(): oio.ArtBevilling}
	for _, day := range r.Dage {
		for _, row := range day.Raekker {
			first, ever := r.store.first[oio.ObjectUUID(oio.Korsbaek, politik.Default(oio.Korsbaek).System, arts[row.Art], row.ID)]
			if row.Indeksbro.Holdt && (row.Indeksbro.Sapa != nil || ever && oio.DatoOf(first) <= day.Dato) {
				t.Errorf("day %d: %s is held back and has been sent", day.Nr, row.ID)
			}
			if row.Indeksbro.Sapa != nil && (!ever || oio.DatoOf(first) > day.Dato) {
				t.Errorf("day %d: %s is shown and was never sent", day.Nr, row.ID)
			}
			for _, fault := range row.Indeksbro.Fejl {
				if fault == simulate.ManglerType || fault == simulate.ForkertType || fault == simulate.SkalIkkeVaere {
					t.Errorf("day %d: with Indeksbro %s shows %s", day.Nr, row.ID, fault)
				}
			}
		}
	}
}

// answers lists what Indeksbro's guards said, as "day kind rule".
func (r run) answers() []string {
	var all []string
	for _, day := range r.Dage {
		for _, h := range day.Haendelser {
			for _, a := range h.Indeksbro {
				all = append(all, strings.TrimSpace(string(rune('0'+day.Nr))+" "+string(a.Slags)+" "+a.Regel))
			}
		}
	}
	return all
}

func (r run) answered(t *testing.T, want ...string) {
	t.Helper()
	if got := r.answers(); !slices.Equal(got, want) {
		t.Errorf("Indeksbro answered %q, want %q", got, want)
	}
}

// on gives a day's row. Quiet days are as the last one that was told.
func (r run) on(t *testing.T, day int, id string) simulate.Raekke {
	t.Helper()
	var found *simulate.Raekke
	for _, d := range r.Dage {
		for i := range d.Raekker {
			if d.Nr <= day && d.Raekker[i].ID == id {
				found = &d.Raekker[i]
			}
		}
	}
	if found == nil {
		t.Fatalf("day %d has no %s", day, id)
	}
	return *found
}

func TestAccident_R006_R029_ServicesMappedAfterTheMark(t *testing.T) {
	r := accident(t, "4-foer-5", "Kost ved KOL/Diætist KOL: mangler-type", "Efter blodprop/Hjertekar, samtale: mangler-type")
	r.answered(t, "1 afvist R006", "1 trodset")
	if held := r.on(t, 3, "bev-1").Indeksbro; !held.Holdt || held.Sapa != nil || held.Borger != "" {
		t.Errorf("R028: until mapped the grant is %+v", held)
	}
	if sag := r.on(t, 1, "sag-1").Indeksbro; sag.Sapa == nil {
		t.Error("R028: the case waits too")
	}
	if shown := r.on(t, 1, "bev-1").Alene; shown.Sapa == nil || shown.Sapa.Titel != "Diætist KOL" || shown.Borger != "" {
		t.Errorf("alone an unmapped grant is shown as %+v", shown)
	}
	if healed := r.on(t, 4, "bev-2").Indeksbro; healed.Sapa == nil || healed.Sapa.Type != "Afklarende samtale" {
		t.Errorf("R029: on the day of mapping the ended grant of a closed case is %+v", healed)
	}
	if later := r.on(t, 5, "bev-3").Alene; len(later.Fejl) != 0 {
		t.Errorf("alone a grant made after the mapping is wrong: %+v", later)
	}
}

func TestAccident_R007_R095_UnitsFoundAfterTheMark(t *testing.T) {
	r := accident(t, "7-foer-5", "Brækket håndled: forkert-enhed", "Brækket håndled/Styrketræning, forløb: forkert-enhed")
	r.answered(t, "1 afvist R007", "1 venter", "4 udfoert")
	if before, after := r.on(t, 5, "sag-1").Alene, r.on(t, 6, "sag-1").Alene; len(before.Fejl) != 1 || len(after.Fejl) != 0 {
		t.Errorf("alone the open case is %v before its change and %v after", before.Fejl, after.Fejl)
	}
}

func TestAccident_R072_ForgottenKombitIDGivesNoError(t *testing.T) {
	r := accident(t, "glemt-kombit-id", "Rollator til indendørs brug: forkert-enhed", "Rollator til indendørs brug/Rollator: forkert-enhed")
	r.answered(t)
	if held := r.on(t, 1, "sag-2").Indeksbro; !held.Holdt || held.Grund != projection.EnhedUdenKombit.Dansk() {
		t.Errorf("with Indeksbro the case is %+v", held)
	}
}

func TestAccident_R095_ClosedCaseIsNeverCorrected(t *testing.T) {
	r := accident(t, "lukket-sag", "Brækket håndled: forkert-enhed", "Brækket håndled/Styrketræning, forløb: forkert-enhed")
	for _, id := range []string{"sag-1", "sag-2", "bev-1", "bev-2"} {
		if healed := r.on(t, 2, id).Indeksbro; len(healed.Fejl) != 0 || healed.Sapa.Enhed != "Genoptræning" {
			t.Errorf("on the day of mapping %s is %+v", id, healed)
		}
	}
}

func TestAccident_R094_StartOverTakesDaysWithNothing(t *testing.T) {
	r := accident(t, "start-forfra")
	for _, id := range []string{"sag-1", "sag-2", "bev-1", "bev-2"} {
		if emptied := r.on(t, 6, id).Alene; emptied.Sapa != nil {
			t.Errorf("the KLE number is put back while %s is still there", id)
		}
	}
	alone, with := r.Dom.Alene, r.Dom.Indeksbro
	if alone.Forkert < 3 || alone.Manglende < 5 || with.Forkert != 0 || with.Manglende != 2 {
		t.Errorf("wrong and missing days: alone %d and %d, with Indeksbro %d and %d", alone.Forkert, alone.Manglende, with.Forkert, with.Manglende)
	}
}

func TestAccident_R055_NewSagstypeSendsNothingUntilMarked(t *testing.T) {
	r := accident(t, "ny-sagstype", "Rygestop/Rygestop: mangler-type")
	r.answered(t, "2 afvist R006", "2 venter", "3 udfoert")
	for _, id := range []string{"sag-1", "bev-1"} {
		if row := r.on(t, 1, id); row.Alene.Sapa != nil || row.Indeksbro.Sapa != nil {
			t.Errorf("%s is sent before the mark", id)
		}
	}
}

func TestAccident_R056_NewServiceGrantedBeforeItIsMapped(t *testing.T) {
	r := accident(t, "ny-ydelse", "Kost og røg/Rygestop: mangler-type")
	if changed := r.on(t, 4, "bev-2").Alene; !slices.Equal(changed.Fejl, []simulate.Fejl{simulate.ManglerType}) {
		t.Errorf("alone a change of the grant makes it %v", changed.Fejl)
	}
}

func TestAccident_R057_ServiceMovedBetweenMarkedSagstyper(t *testing.T) {
	r := accident(t, "flyttet-ydelse")
	last := r.Dage[len(r.Dage)-1]
	for _, row := range last.Raekker {
		if !reflect.DeepEqual(row.Alene, row.Indeksbro) {
			t.Errorf("%s differs: %+v and %+v", row.ID, row.Alene, row.Indeksbro)
		}
	}
	if old := r.on(t, 4, "sag-1").Indeksbro.Sapa; !strings.HasPrefix(old.Type, "29.09.04") {
		t.Errorf("the old case is under %s", old.Type)
	}
}

func TestAccident_R057_ServiceMovedToAnUnmarkedSagstype(t *testing.T) {
	r := accident(t, "flyttet-ydelse-umarkeret", "Kronisk sygdom: mangler", "Kronisk sygdom/Diætist KOL: mangler")
	if old := r.on(t, 6, "bev-1"); old.Alene.Sapa == nil || old.Indeksbro.Sapa == nil {
		t.Error("the old grant did not stay")
	}
	if left := r.on(t, 3, "bev-2").Indeksbro; !left.Holdt || left.Grund != projection.IkkeOpmaerket.Dansk() {
		t.Errorf("with Indeksbro the new grant is %+v", left)
	}
}

func TestAccident_R023_PackageMappedInsteadOfItsServices(t *testing.T) {
	r := accident(t, "pakke", "KOL/Diætist KOL: mangler-type", "KOL/Rygestop: mangler-type")
	r.answered(t, "1 afvist R023", "1 afvist R006", "1 venter", "3 udfoert")
	for day := 1; day <= 4; day++ {
		if row := r.on(t, day, "bev-1"); row.Alene.Sapa != nil || row.Indeksbro.Sapa != nil || len(row.Alene.Fejl)+len(row.Indeksbro.Fejl) > 0 {
			t.Errorf("day %d: the package is sent, or missed: %+v", day, row)
		}
	}
}

func TestAccident_R030_R052_MarkerInAMarkedSagstype(t *testing.T) {
	r := accident(t, "markoer", "Hjælp i hjemmet/Hastigt fremadskridende sygdom (§117a): skal-ikke-vaere-der")
	if split := r.on(t, 6, "bev-4"); split.Alene.Sapa != nil || split.Indeksbro.Sapa != nil {
		t.Errorf("after the split the marker is sent: %+v", split)
	}
}

func TestAccident_R045_SupervisionIsNoService(t *testing.T) {
	r := accident(t, "paragraf-16a", "Tilsyn/Tilsyn med domfældt: skal-ikke-vaere-der")
	if sag := r.on(t, 3, "sag-1"); sag.Alene.Sapa == nil || sag.Indeksbro.Sapa == nil {
		t.Error("the case itself is not shown")
	}
}

// TestTheCareRecordAloneIsItsOwnModel holds the two opinions apart: what is compared with the real parts may not be made of them.
func TestTheCareRecordAloneIsItsOwnModel(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"eoj.go", "facit.go", "kilde.go"} {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, spec := range file.Imports {
			for _, part := range []string{"projection", "rules", "export", "mirror", "index"} {
				if spec.Path.Value == `"indeksbro/internal/`+part+`"` {
					t.Errorf("%s imports %s", name, part)
				}
			}
		}
	}
}

func TestEveryScenarioIsWhole(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, k := range simulate.Alle() {
		if k.ID == "" || seen[k.ID] || k.Titel == "" || k.Historie == "" || len(k.Regler) == 0 {
			t.Errorf("scenario is not whole, or twice: %+v", k)
		}
		seen[k.ID] = true
		if !slices.IsSorted(k.Regler) {
			t.Errorf("%s: rules out of order: %v", k.ID, k.Regler)
		}
	}
	if len(seen) != 12 {
		t.Errorf("%d scenarios are played", len(seen))
	}
}

func TestTheSameEveryTime(t *testing.T) {
	t.Parallel()
	for _, k := range simulate.Alle() {
		first, again := play(t, k.ID, 7), play(t, k.ID, 8) // other keys, another store
		if !reflect.DeepEqual(first.Forloeb, again.Forloeb) {
			t.Errorf("%s: two runs differ", k.ID)
		}
	}
}

func TestNoPersonalNumberInAnyResult(t *testing.T) {
	t.Parallel()
	for _, k := range simulate.Alle() {
		text, err := json.Marshal(play(t, k.ID, 7).Forloeb)
		if err != nil {
			t.Fatal(err)
		}
		if oio.MaskCPR(string(text)) != string(text) {
			t.Errorf("%s: the result holds something like a CPR number", k.ID)
		}
	}
}

func TestAnUnknownScenarioIsSaid(t *testing.T) {
	t.Parallel()
	if _, err := simulate.Koer(context.Background(), "findes-ikke", nil, nil); !errors.Is(err, simulate.ErrUkendt) || !strings.Contains(err.Error(), "findes-ikke") {
		t.Errorf("got %v", err)
	}
}
