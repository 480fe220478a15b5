package verifikation_test

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"indeksbro/internal/export"
	"indeksbro/internal/index"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
	"indeksbro/internal/seal"
	"indeksbro/internal/verifikation"
	"indeksbro/internal/ydelsestype"
)

const kommune = oio.Korsbaek

var system = oio.NameUUID("it-system")

// kilde is a source of deleted cases, its ledger, and an index that still has them. It counts how much is asked of it at a time.
type kilde struct {
	rows    []export.SagRaekke
	posts   map[int64]export.Post
	held    map[oio.UUID]oio.Gemt
	most    int
	removed []oio.UUID
	asked   func() // before the ledger is read; may be nil
	dealt   int64  // changes dealt with; zero: all
	decided int64  // how often somebody has decided
	tasks   []export.Opgave
	read    int // how often the inputs were read
}

// slettede is a source of so many deleted cases that the ledger has never heard of, each still in the index.
func slettede(n int) *kilde {
	k := &kilde{posts: map[int64]export.Post{}, held: map[oio.UUID]oio.Gemt{}}
	for i := range n {
		id := fmt.Sprint("s-", i)
		k.rows = append(k.rows, export.SagRaekke{Nr: int64(i + 1), Seq: int64(i + 1), ID: id})
		k.put(oio.ObjectUUID(kommune, system, oio.ArtSag, id))
	}
	return k
}

func (k *kilde) put(id oio.UUID) { k.held[id] = oio.Gemt{Objekt: &oio.Sag{UUID: id}} }

func (k *kilde) verifikation(t *testing.T) *verifikation.Verifikation {
	t.Helper()
	ring, err := seal.NewRing(bytes.Repeat([]byte{7}, seal.MasterSize))
	if err != nil {
		t.Fatal(err)
	}
	keys, err := ring.Kommune(kommune)
	if err != nil {
		t.Fatal(err)
	}
	return &verifikation.Verifikation{Store: k, Indeks: k, Kommune: kommune, Noegler: keys, System: system}
}

func (k *kilde) size(n int) { k.most = max(k.most, n) }

func (k *kilde) last() (seq int64) {
	for i := range k.rows {
		seq = max(seq, k.rows[i].Seq)
	}
	return seq
}

func (k *kilde) Stand(context.Context, oio.CVR) (export.Stand, error) {
	dealt := cmp.Or(k.dealt, k.last())
	return export.Stand{Aktiv: true, Grundlag: k.decided, Katalog: string(ydelsestype.Nyeste().Release()), SagSeq: dealt, BevSeq: dealt, Seq: k.last()}, nil
}

func (k *kilde) Grundlag(context.Context, oio.CVR) (*projection.Grundlag, error) {
	k.read++
	return &projection.Grundlag{Katalog: ydelsestype.Nyeste()}, nil
}

func (k *kilde) Opgaver(context.Context, oio.CVR) ([]export.Opgave, error) { return k.tasks, nil }

func (k *kilde) AendredeSager(_ context.Context, _ oio.CVR, after, upTo int64, n int) ([]export.SagRaekke, error) {
	var found []export.SagRaekke
	for _, r := range k.rows {
		if r.Seq > after && r.Seq <= upTo {
			found = append(found, r)
		}
	}
	slices.SortFunc(found, func(a, b export.SagRaekke) int { return cmp.Compare(a.Seq, b.Seq) })
	return found[:min(n, len(found))], nil
}

func (k *kilde) AendredeBevillinger(context.Context, oio.CVR, int64, int64, int) ([]export.BevillingRaekke, error) {
	return nil, nil
}

func (k *kilde) SagerMed(context.Context, oio.CVR, []string) ([]export.SagRaekke, error) {
	return nil, nil
}

func (k *kilde) SagerNr(_ context.Context, _ oio.CVR, nrs []int64) ([]export.SagRaekke, error) {
	k.size(len(nrs))
	found := make([]export.SagRaekke, len(nrs))
	for i, nr := range nrs {
		found[i] = k.rows[nr-1]
	}
	return found, nil
}

func (k *kilde) BevillingerNr(context.Context, oio.CVR, []int64) ([]export.BevillingRaekke, error) {
	return nil, nil
}

func (k *kilde) Poster(_ context.Context, _ oio.CVR, _ oio.Art, nrs []int64) (map[int64]export.Post, error) {
	if k.asked != nil {
		k.asked()
	}
	k.size(len(nrs))
	found := map[int64]export.Post{}
	for _, nr := range nrs {
		if p, had := k.posts[nr]; had {
			found[nr] = p
		}
	}
	return found, nil
}

func (k *kilde) Tvivl(ctx context.Context, kommune oio.CVR, art oio.Art, nrs []int64, change func(map[int64]export.Post) ([]export.Post, map[export.Taelling]int)) error {
	held, err := k.Poster(ctx, kommune, art, nrs)
	if err != nil {
		return err
	}
	posts, _ := change(held)
	for _, p := range posts {
		k.posts[p.Nr] = p
	}
	return nil
}

func (k *kilde) Soeg(_ context.Context, _ oio.CVR, s index.Soegning) ([]oio.Gemt, error) {
	if s.Art != oio.ArtSag {
		return nil, nil
	}
	var found []oio.Gemt
	for id, g := range k.held {
		if id.Compare(s.Efter) > 0 {
			found = append(found, g)
		}
	}
	slices.SortFunc(found, func(a, b oio.Gemt) int {
		return a.Objekt.Identitet().Compare(b.Objekt.Identitet())
	})
	return found[:min(s.Antal, len(found))], nil
}

func (k *kilde) ObjekterMed(_ context.Context, _ oio.CVR, ids []oio.UUID) (map[oio.UUID]oio.Gemt, error) {
	found := map[oio.UUID]oio.Gemt{}
	for _, id := range ids {
		if g, has := k.held[id]; has {
			found[id] = g
		}
	}
	return found, nil
}

func (k *kilde) Fjern(_ context.Context, _ oio.CVR, _ oio.Art, ids []oio.UUID) ([]export.Svar, error) {
	k.size(len(ids))
	k.removed = append(k.removed, ids...)
	return make([]export.Svar, len(ids)), nil
}

// However much differs, it is looked at again, noted and removed in portions of bounded size, and all of it is.
func TestR097_ALotThatDiffersIsSetRightInPortions(t *testing.T) {
	t.Parallel()
	const known, unknown, portion = 6_001, 5_002, 2_500
	k := slettede(known)
	for i := range unknown {
		k.put(oio.NameUUID(fmt.Sprint("foreign ", i)))
	}
	v := k.verifikation(t)
	found, err := v.Fuld(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(found.Forskelle) != known+unknown || found.Antal[verifikation.Overskydende] != known+unknown || found.Sammenlignet != known || found.Ens+found.Udenfor+found.Venter != 0 {
		t.Fatalf("%d differences, %v, %d compared", len(found.Forskelle), found.Antal, found.Sammenlignet)
	}
	if k.read > 3 {
		t.Errorf("the inputs are read %d times: for the first look, for what has come since, and once for the second", k.read)
	}
	few, err := v.Ret(t.Context(), found, unknown-1, "")
	if err != nil || few.Afventer != unknown || len(k.removed) != 0 {
		t.Errorf("more than the limit is removed by nobody: %+v, %d removed, %v", few, len(k.removed), err)
	}
	done, err := v.Ret(t.Context(), found, 0, "Karen Holm")
	if err != nil || done.Gensendes != known || done.Fjernet != unknown || len(k.posts) != known || len(k.removed) != unknown {
		t.Errorf("%+v, %d noted, %d removed, %v", done, len(k.posts), len(k.removed), err)
	}
	if k.most > portion {
		t.Errorf("%d at a time", k.most)
	}
}

// What changes in the source while it is held against the index is on its way, whichever was looked at first.
func TestR097_WhatChangesUnderTheSecondLookIsNoDifference(t *testing.T) {
	t.Parallel()
	k := slettede(3)
	looks := 0
	k.asked = func() {
		if looks++; looks == 2 { // the ledger at the second look
			k.rows[1].Seq = 99
		}
	}
	found, err := k.verifikation(t).Fuld(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(found.Forskelle) != 2 || found.Venter != 1 || found.Sammenlignet != 3 {
		t.Errorf("%+v", found)
	}
}

// However many changes wait to be sent, what has been dealt with is judged: a source that is never at rest hides nothing.
func TestR097_WhatIsDealtWithIsJudgedWhileOtherChangesWait(t *testing.T) {
	t.Parallel()
	k := slettede(3)
	k.dealt = 2
	found, err := k.verifikation(t).Fuld(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(found.Forskelle) != 2 || found.Venter != 1 || found.Forbehold {
		t.Errorf("%+v", found)
	}
}

// While a decision is to be worked through nothing is said to differ by it, and that is said.
func TestR097_ADecisionThatWaitsIsAReservation(t *testing.T) {
	t.Parallel()
	k := slettede(3)
	k.tasks = []export.Opgave{{Nr: 1}}
	found, err := k.verifikation(t).Fuld(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(found.Forskelle) != 0 || found.Venter != 3 || !found.Forbehold {
		t.Errorf("%+v", found)
	}
}

// What is decided and worked through under the second look differs from nothing: it is looked at again, and then it is as it should be.
func TestR097_WhatIsDecidedUnderTheSecondLookIsLookedAtAgain(t *testing.T) {
	t.Parallel()
	k := slettede(3)
	looks := 0
	k.asked = func() {
		switch looks++; looks {
		case 2: // the ledger at the second look
			k.decided++
		case 3:
			clear(k.held)
		}
	}
	found, err := k.verifikation(t).Fuld(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(found.Forskelle) != 0 || found.Udenfor != 3 || found.Sammenlignet != 3 {
		t.Errorf("%+v", found)
	}
	k = slettede(3)
	k.asked = func() { k.decided++ }
	if found, err = k.verifikation(t).Fuld(t.Context()); err != nil || len(found.Forskelle) != 0 || found.Venter != 3 {
		t.Errorf("decided about all the time: %+v, %v", found, err)
	}
}

// The difference is told in both languages under the names that scripts read.
func TestR097_ADifferenceIsTold(t *testing.T) {
	t.Parallel()
	k := slettede(1)
	id := oio.ObjectUUID(kommune, system, oio.ArtSag, "s-0")
	for want, post := range map[string]export.Post{
		`"den skal ikke være i indekset, og bogen kender den ikke","why":"it should not be in the index, and the ledger does not know it"`:                             {},
		`"den skal ikke være i indekset, og bogen tror ikke, den er der","why":"it should not be in the index, and the ledger does not think it is there"`:             {Nr: 1},
		`"den skal ikke være i indekset, men bogen tror, den er som den skal være","why":"it should not be in the index, but the ledger thinks it is as it should be"`: {Nr: 1, Kvitteret: seal.Aftryk{1}},
	} {
		delete(k.posts, 1)
		if post.Nr != 0 {
			k.posts[1] = post
		}
		found, err := k.verifikation(t).Fuld(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(found.Forskelle)
		if err != nil {
			t.Fatal(err)
		}
		if full := `[{"slags":"overskydende","art":"sag","uuid":"` + id.String() + `","hvorfor":` + want + `}]`; string(text) != full {
			t.Errorf("%s\nwant %s", text, full)
		}
	}
}

// However many identities there are, each that was met is known again and no other: a night's part, a sample, all.
func TestR097_TheNightsMeetEachObjectOnce(t *testing.T) {
	t.Parallel()
	const objects, nights = 500, 28
	k := slettede(objects)
	met := map[oio.UUID]int{}
	for night := range nights {
		found, err := k.verifikation(t).Del(t.Context(), night, nights)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found.Forskelle {
			met[f.UUID]++
			if f.Nr == 0 {
				t.Errorf("%s was not known again", f.UUID)
			}
		}
	}
	if len(met) != objects {
		t.Errorf("%d objects met", len(met))
	}
	for id, n := range met {
		if n != 1 {
			t.Errorf("%s met %d times", id, n)
		}
	}
}
