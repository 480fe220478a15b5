package storetest

import (
	"errors"
	"testing"
	"time"

	"indeksbro/internal/export"
	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
	"indeksbro/internal/store"
)

func inPlan(t *testing.T, s store.Store, kommune oio.CVR, do func(export.Planlaegning) error) {
	t.Helper()
	ok(t, s.Planlaeg(bg, kommune, do))
}

func progress(t *testing.T, s store.Store, sagSeq, bevSeq int64) {
	t.Helper()
	inPlan(t, s, ours, func(p export.Planlaegning) error {
		p.Plan().SagSeq, p.Plan().BevSeq = sagSeq, bevSeq
		return nil
	})
}

func newDeletion(t *testing.T, s store.Store, kommune oio.CVR, d export.Sletning) (nr int64) {
	t.Helper()
	inPlan(t, s, kommune, func(p export.Planlaegning) (err error) {
		nr, err = p.OpretSletning(bg, d)
		return err
	})
	return nr
}

// gather makes the lines of both kinds that belong to none a deletion's, in parts of n, as an exporter does.
func gather(t *testing.T, s store.Store, kommune oio.CVR, nr int64, n int) (parts int) {
	t.Helper()
	inPlan(t, s, kommune, func(p export.Planlaegning) error {
		p.Plan().Faser = []export.Fase{{Slags: export.FaseIndsamlBevillinger, Sletning: nr}, {Slags: export.FaseIndsamlSager, Sletning: nr}}
		return nil
	})
	for {
		var part *export.Del
		inPlan(t, s, kommune, func(p export.Planlaegning) error {
			plan := p.Plan()
			for len(plan.Faser) > 0 {
				last, found, err := p.Klip(bg, &plan.Faser[0], n)
				if err != nil {
					return err
				}
				if found > 0 {
					d := plan.Udlever("p", last, p.Nu())
					part = &d
					return nil
				}
				plan.Luk()
			}
			return nil
		})
		if part == nil {
			return parts
		}
		parts++
		stale := *part
		stale.Nr--
		if err := s.Indsaml(bg, kommune, &stale); !errors.Is(err, export.ErrMistet) {
			t.Errorf("gathered for a part that another has: %v", err)
		}
		ok(t, s.Indsaml(bg, kommune, part))
	}
}

func exercisePlanlaeg(t *testing.T, s store.Store) {
	inPlan(t, s, ours, func(p export.Planlaegning) error {
		if p.Nu().IsZero() {
			t.Error("the store has no clock")
		}
		p.Plan().Faser = []export.Fase{{Slags: export.FaseSagerI, Udsnit: export.Udsnit{Slags: projection.BeroertSagstype, ID: "st-1"}, Til: 7, Opgaver: []int64{3}}}
		p.Plan().SagSeq, p.Plan().Nr, p.Plan().Indsamlet = 4, 6, 5
		return nil
	})
	fault := errors.New("no")
	if err := s.Planlaeg(bg, ours, func(p export.Planlaegning) error {
		p.Plan().Faser, p.Plan().SagSeq = nil, 9
		return fault
	}); !errors.Is(err, fault) {
		t.Fatalf("a failed change answers %v", err)
	}
	inPlan(t, s, ours, func(p export.Planlaegning) error {
		same(t, "phases", p.Plan().Faser, []export.Fase{{Slags: export.FaseSagerI, Udsnit: export.Udsnit{Slags: projection.BeroertSagstype, ID: "st-1"}, Til: 7, Opgaver: []int64{3}}})
		same(t, "progress", p.Plan().SagSeq, int64(4))
		return nil
	})
	inPlan(t, s, theirs, func(p export.Planlaegning) error {
		same(t, "another municipality's", len(p.Plan().Faser), 0)
		return nil
	})
	save(t, s, mirror.Antal{Sager: 1}, sagRow("s-1", 1))
	if stand := must(s.Stand(bg, ours))(t); !stand.Undervejs || stand.Uvis || stand.Indsamlet != 5 || stand.Del != 6 {
		t.Errorf("what is planned is not told: %+v", stand)
	}
	for _, c := range []struct {
		art  oio.Art
		uvis bool
	}{{oio.ArtSag, false}, {oio.ArtBevilling, true}} {
		inPlan(t, s, ours, func(p export.Planlaegning) error {
			p.Plan().Tvivle(c.art, []export.Tvivl{{Nr: 1}})
			return nil
		})
		if stand := must(s.Stand(bg, ours))(t); stand.Uvis != c.uvis {
			t.Errorf("in doubt about a %s: %+v", c.art, stand)
		}
	}
}

func exerciseKlip(t *testing.T, s store.Store) {
	save(t, s, mirror.Antal{}, sagRow("s-1", 1), sagRow("s-2", 1), sagRow("s-3", 1))
	save(t, s, mirror.Antal{}, bevillingRow("b-1", "s-1", 1), bevillingRow("b-2", "s-1", 1))
	rows := must(s.AendredeSager(bg, ours, 0, 9, 9))(t)
	grants := must(s.AendredeBevillinger(bg, ours, 0, 9, 9))(t)
	ok(t, s.Skriv(bg, ours, []export.Post{{Art: oio.ArtSag, Nr: 5, Naeste: 40}, {Art: oio.ArtSag, Nr: 6, Naeste: 60},
		{Art: oio.ArtBevilling, Nr: 8, Grund: projection.TilSletning, Sletning: 2}, {Art: oio.ArtBevilling, Nr: 9, Grund: projection.TilSletning, Sletning: 2, Naeste: 99}}, nil, export.Skrivning{}))
	for name, c := range map[string]struct {
		fase export.Fase
		n    int
		til  int64
		many int
	}{
		"changed cases":           {export.Fase{Slags: export.FaseSager, Til: 9}, 2, rows[1].Seq, 2},
		"changed cases, the rest": {export.Fase{Slags: export.FaseSager, Efter: rows[1].Seq, Til: 9}, 2, rows[2].Seq, 1},
		"changed cases, up to":    {export.Fase{Slags: export.FaseAlleSager, Til: rows[0].Seq}, 9, rows[0].Seq, 1},
		"changed grants":          {export.Fase{Slags: export.FaseBevillinger, Til: 9}, 9, grants[1].Seq, 2},
		"cut of cases":            {export.Fase{Slags: export.FaseSagerI, Udsnit: export.Udsnit{Slags: projection.BeroertSagstype, ID: "st-1"}, Efter: rows[0].Nr, Til: 9}, 9, rows[2].Nr, 2},
		"cut of grants":           {export.Fase{Slags: export.FaseBevillingerI, Udsnit: export.Udsnit{Slags: projection.BeroertYdelse, ID: "yd-1"}, Til: grants[0].Seq}, 9, grants[0].Nr, 1},
		"due":                     {export.Fase{Slags: export.FaseForfaldneSager, Til: 50}, 9, 5, 1},
		"removals":                {export.Fase{Slags: export.FaseFjernBevillinger, Sletning: 2}, 9, 8, 1},
		"nothing":                 {export.Fase{Slags: export.FaseFjernSager, Sletning: 2}, 9, 0, 0},
	} {
		inPlan(t, s, ours, func(p export.Planlaegning) error {
			til, many, err := p.Klip(bg, &c.fase, c.n)
			same(t, name, [2]int64{til, int64(many)}, [2]int64{c.til, int64(c.many)})
			return err
		})
	}
}

func exerciseHold(t *testing.T, s store.Store) {
	var d export.Del
	inPlan(t, s, ours, func(p export.Planlaegning) error {
		p.Plan().Faser = []export.Fase{{Slags: export.FaseSager, Til: 9}}
		d = p.Plan().Udlever("one", 5, p.Nu())
		return nil
	})
	post := export.Post{Art: oio.ArtSag, Nr: 1, UUID: oio.UUID{1}}
	counted := map[export.Taelling]int{{Sagstype: "st-1", Art: oio.ArtSag}: 1}
	if err := s.Skriv(bg, ours, []export.Post{post}, counted, export.Skrivning{Hold: export.Hold{Del: d.Nr, Holder: "two"}, Slut: true}); !errors.Is(err, export.ErrMistet) {
		t.Fatalf("somebody else's write answers %v", err)
	}
	same(t, "nothing of it is kept", len(must(s.Poster(bg, ours, oio.ArtSag, []int64{1}))(t))+len(must(s.Antal(bg, ours))(t)), 0)
	ok(t, s.Skriv(bg, ours, []export.Post{post}, counted, export.Skrivning{Hold: d.Hold(), Slut: true, Sendt: 1}))
	same(t, "kept", len(must(s.Poster(bg, ours, oio.ArtSag, []int64{1}))(t)), 1)
	inPlan(t, s, ours, func(p export.Planlaegning) error {
		same(t, "parts", len(p.Plan().Dele), 0)
		same(t, "progress", p.Plan().SagSeq, int64(5))
		return nil
	})
	if err := s.Skriv(bg, ours, nil, nil, export.Skrivning{Hold: d.Hold(), Slut: true}); !errors.Is(err, export.ErrMistet) {
		t.Fatalf("a part that is done, once more: %v", err)
	}
}

func exerciseReserver(t *testing.T, s store.Store) {
	first := must(s.Reserver(bg, ours, oio.ArtSag, time.Hour))(t)
	same(t, "first", first, time.Duration(0))
	second := must(s.Reserver(bg, ours, oio.ArtSag, time.Hour))(t)
	if second < 59*time.Minute || second > time.Hour {
		t.Errorf("the second waits %v, want an hour less what has passed", second)
	}
	same(t, "another target", must(s.Reserver(bg, ours, oio.ArtBevilling, time.Hour))(t), time.Duration(0))
	same(t, "another municipality", must(s.Reserver(bg, theirs, oio.ArtSag, time.Hour))(t), time.Duration(0))
}

func exerciseForfaldne(t *testing.T, s store.Store) {
	same(t, "none", must(s.NaesteForsoeg(bg, ours))(t), int64(0))
	must(s.Genproev(bg, ours, true))(t)
	ok(t, s.Skriv(bg, ours, []export.Post{
		{Art: oio.ArtSag, Nr: 1, Grund: projection.IKoe, Naeste: 50}, {Art: oio.ArtSag, Nr: 2, Grund: projection.Afvist, Naeste: 40},
		{Art: oio.ArtSag, Nr: 3, Grund: projection.Sendes}, {Art: oio.ArtBevilling, Nr: 1, Grund: projection.IKoe, Naeste: 90}}, nil, export.Skrivning{}))
	due := func(art oio.Art, at int64) []int64 { return must(s.Forfaldne(bg, ours, art, at, 0, 1<<60))(t) }
	same(t, "the first", must(s.NaesteForsoeg(bg, ours))(t), int64(40))
	same(t, "due", due(oio.ArtSag, 50), []int64{1, 2})
	same(t, "due, part", must(s.Forfaldne(bg, ours, oio.ArtSag, 50, 1, 2))(t), []int64{2})
	same(t, "not due yet", due(oio.ArtBevilling, 50), []int64(nil))
	must(s.Genproev(bg, ours, false))(t)
	same(t, "those without an answer are due now", due(oio.ArtSag, 1), []int64{1})
	same(t, "grants too", due(oio.ArtBevilling, 1), []int64{1})
	must(s.Genproev(bg, ours, true))(t)
	same(t, "and the refused", due(oio.ArtSag, 1), []int64{1, 2})
}
