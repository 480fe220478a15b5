package export

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"indeksbro/internal/projection"
)

// model is a source whose every change number is one case, worked by processes that come and go.
type model struct {
	t       *rapid.T
	p       Plan
	now     time.Time
	seq     int64
	tasks   []Opgave
	news    int64
	holding map[string][]Del
	done    map[int64]bool // change numbers of cases dealt with
	at      map[int64]bool // in a part that is out
}

func (m *model) nyt() Nyt {
	return Nyt{Seq: m.seq, Opgaver: m.tasks, Katalog: "k1", Under: func(id string) []string { return []string{id, id + "-a"} }, Lille: 3}
}

// klip cuts as a store does: only changed cases have records, one each.
func klipModel(f *Fase, n int) (int64, int) {
	if f.Slags != FaseSager && f.Slags != FaseAlleSager || f.Efter >= f.Til {
		return 0, 0
	}
	return min(f.Efter+int64(n), f.Til), int(min(f.Efter+int64(n), f.Til) - f.Efter)
}

func (m *model) take(holder string) {
	if d, some := m.p.Overtag(holder, m.now, func(string) bool { return false }); some {
		m.holding[holder] = append(m.holding[holder], d)
		return
	}
	if len(m.p.Dele) == 0 {
		m.p.Indsaet(m.nyt())
	} else if m.p.Haster(m.nyt()) {
		return
	}
	for len(m.p.Faser) > 0 {
		til, n := klipModel(&m.p.Faser[0], 2)
		if n > 0 {
			d := m.p.Udlever(holder, til, m.now)
			if d.Fase.Slags == FaseSager {
				for nr := d.Fase.Efter + 1; nr <= d.Sidste; nr++ {
					if m.done[nr] || m.at[nr] {
						m.t.Fatalf("change %d is handed out twice", nr)
					}
					m.at[nr] = true
				}
			}
			m.holding[holder] = append(m.holding[holder], d)
			return
		}
		if len(m.p.Dele) > 0 {
			return
		}
		m.p.Luk()
	}
	m.forget()
}

// forget drops the tasks that the plan says are done, as the store does.
func (m *model) forget() {
	m.tasks = slices.DeleteFunc(m.tasks, func(o Opgave) bool { return slices.Contains(m.p.Faerdige, o.Nr) })
}

func (m *model) finish(holder string) {
	parts := m.holding[holder]
	if len(parts) == 0 {
		return
	}
	d := parts[0]
	m.holding[holder] = parts[1:]
	held := m.p.find(d.Hold()) != nil
	err := m.p.Skrevet(d.Hold(), true, 1, m.now)
	if held != (err == nil) {
		m.t.Fatalf("held %v, yet the write answers %v", held, err)
	}
	if err == nil && d.Fase.Slags == FaseSager {
		for nr := d.Fase.Efter + 1; nr <= d.Sidste; nr++ {
			m.done[nr] = true
		}
	}
}

// TestThePlanHandsEverythingOutOnce: however processes take, finish, die and wake up again, each change is dealt with, what is noted as dealt
// with is, parts out at the same time are about different objects of one phase, and a process that lost its part is told so.
func TestThePlanHandsEverythingOutOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := &model{t: t, now: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), holding: map[string][]Del{}, done: map[int64]bool{}, at: map[int64]bool{}}
		who := rapid.SampledFrom([]string{"a", "b", "c"})
		t.Repeat(map[string]func(*rapid.T){
			"change": func(t *rapid.T) { m.seq += int64(rapid.IntRange(1, 9).Draw(t, "changes")) },
			"touch": func(t *rapid.T) {
				m.news++
				m.tasks = append(m.tasks, Opgave{Nr: m.news, Beroert: rapid.SampledFrom([]projection.Beroert{{Slags: projection.BeroertSagstype, ID: "x"}, {Slags: projection.BeroertEnhed, ID: "e"}, alt}).Draw(t, "what")})
			},
			"take":   func(t *rapid.T) { m.take(who.Draw(t, "who")) },
			"finish": func(t *rapid.T) { m.finish(who.Draw(t, "who")) },
			"later":  func(t *rapid.T) { m.now = m.now.Add(time.Duration(rapid.IntRange(1, 15).Draw(t, "s")) * time.Second) },
			"renew":  func(t *rapid.T) { m.p.Forny(who.Draw(t, "who"), m.now) },
			"restart": func(t *rapid.T) {
				w := who.Draw(t, "who")
				m.holding[w] = nil
				m.p.Slip(w, m.p.Nr)
			},
			"": func(t *rapid.T) {
				for nr := int64(1); nr <= m.p.SagSeq; nr++ {
					if !m.done[nr] {
						t.Fatalf("change %d is noted as dealt with and is not", nr)
					}
				}
				for _, d := range m.p.Dele {
					if d.Fase.Slags != m.p.Faser[0].Slags {
						t.Fatalf("a part of phase %d is out while phase %d is first", d.Fase.Slags, m.p.Faser[0].Slags)
					}
				}
			},
		})
		for range 10_000 { // the world stands still
			m.now = m.now.Add(Lejemaal + time.Second)
			m.take("a")
			for len(m.holding["a"]) > 0 {
				m.finish("a")
			}
			if len(m.p.Faser) == 0 && len(m.p.Dele) == 0 && m.p.SagSeq == m.seq && len(m.tasks) == 0 {
				return
			}
		}
		t.Fatalf("the work does not end: %+v", m.p)
	})
}

func TestWhatIsTouchedGoesBeforeALoadAndTheLoadGoesOnWhereItStood(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	p := &Plan{}
	load := Nyt{Seq: 1000, Katalog: "k", Lille: 10}
	p.Indsaet(load)
	d := p.Udlever("a", 100, now)
	decided := load
	decided.Opgaver = []Opgave{{Nr: 1, Beroert: projection.Beroert{Slags: projection.BeroertSagstype, ID: "st-1"}}}
	if !p.Haster(decided) {
		t.Fatal("a decision does not make haste")
	}
	if err := p.Skrevet(d.Hold(), true, 0, now); err != nil {
		t.Fatal(err)
	}
	p.Indsaet(decided)
	if f := p.Faser[0]; f.Slags != FaseSagerI || f.Til != 100 {
		t.Fatalf("first is %+v, want the sagstype's cases among the 100 dealt with", f)
	}
	p.Luk()
	if f := p.Faser[0]; f.Slags != FaseSager || f.Efter != 100 || f.Til != 1000 || p.SagSeq != 100 {
		t.Fatalf("then %+v at %d, want the load after change 100", f, p.SagSeq)
	}
	if !slices.Equal(p.Faerdige, []int64{1}) {
		t.Fatalf("worked through %v, want the decision", p.Faerdige)
	}
}

func TestFewChangesGoBeforeAnythingTouchedAndManyAfter(t *testing.T) {
	for _, c := range []struct {
		seq   int64
		first Faseslags
	}{{105, FaseSager}, {900, FaseAlleSager}} {
		p := &Plan{SagSeq: 100, BevSeq: 100, Katalog: "k"}
		p.Indsaet(Nyt{Seq: 100, Katalog: "k", Lille: 10, Opgaver: []Opgave{{Nr: 1, Beroert: alt}}})
		p.Indsaet(Nyt{Seq: c.seq, Katalog: "k", Lille: 10, Opgaver: []Opgave{{Nr: 1, Beroert: alt}}})
		if p.Faser[0].Slags != c.first {
			t.Errorf("after %d changes the first phase is %d, want %d", c.seq-100, p.Faser[0].Slags, c.first)
		}
	}
}

func TestThePaceIsMeasuredOverTheLastMinute(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	p := &Plan{}
	for range 120 {
		now = now.Add(time.Second)
		p.maal(50, now)
	}
	if got := p.PrSekund(now); got < 49 || got > 51 {
		t.Errorf("pace %.1f, want 50", got)
	}
	if got := p.PrSekund(now.Add(time.Hour)); got != 0 {
		t.Errorf("an hour later the pace is %.1f, want none", got)
	}
	if len(p.Tempo) > tempoMaerker {
		t.Errorf("%d marks are kept", len(p.Tempo))
	}
}

// A worker that has nothing to take until another's part is done looks when it is, and not when a while has gone.
func TestAWorkerLooksWhenAPartIsDone(t *testing.T) {
	t.Parallel()
	done := make(chan struct{}, 1)
	done <- struct{}{}
	for _, c := range []struct {
		what string
		most time.Duration
	}{{"a part is done", time.Hour}, {"none is done", time.Millisecond}} {
		if err := ventPaa(t.Context(), done, c.most); err != nil {
			t.Errorf("%s: %v", c.what, err)
		}
	}
	gone, leave := context.WithCancel(t.Context())
	leave()
	if err := ventPaa(gone, done, time.Hour); !errors.Is(err, context.Canceled) {
		t.Errorf("nobody waits any more: %v", err)
	}
}
