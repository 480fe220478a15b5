package tovholder

import (
	"context"
	"slices"
	"strings"

	"indeksbro/internal/forloeb"
	"indeksbro/internal/kle"
	"indeksbro/internal/oio"
	"indeksbro/internal/program"
	"indeksbro/internal/rules"
)

// Aftale is what people say of a step: who sees to it, when it must be done, and what KLIK has. It makes no step done.
type Aftale struct {
	Ejer  string
	Frist oio.Dato // none: the plan's
	Meldt oio.Dato // KLIK has it as done since
	Bevis string
}

// Fakta are the facts that say so.
func (a Aftale) Fakta(nr forloeb.Nr) []program.Faktum {
	kode := string(nr)
	return []program.Faktum{
		{Emne: program.Trinejer, Kode: kode, Tekst: strings.TrimSpace(a.Ejer)},
		{Emne: program.Trinfrist, Kode: kode, Dato: a.Frist},
		{Emne: program.Trinmeldt, Kode: kode, Dato: a.Meldt, Tekst: strings.TrimSpace(a.Bevis)},
	}
}

// Noter keeps those of the facts that change something, and says how many did. The error is a *rules.Brud when one cannot be.
func (t *Tovholder) Noter(ctx context.Context, af string, facts ...program.Faktum) (int, error) {
	h, err := t.Eksport.Fakta(ctx)
	if err != nil {
		return 0, err
	}
	f := forloeb.Nyt(forloeb.Forhold{Idag: oio.DatoOf(t.Nu()), Fakta: h}) // for the deadlines of the plan, which follow from facts alone
	facts = slices.DeleteFunc(slices.Clone(facts), func(one program.Faktum) bool { return staar(one, h, f) })
	if len(facts) == 0 {
		return 0, nil
	}
	for i := range facts {
		facts[i].Af = af
	}
	return len(facts), t.Eksport.Noter(ctx, facts...)
}

// staar reports whether a fact says what holds already. A deadline that is the plan's own day is none of the step's.
func staar(one program.Faktum, holds *program.Stand, f *forloeb.Forloeb) bool {
	last, found := holds.Kode(one.Emne, one.Kode)
	if one.Emne == program.Trinfrist && !found && f.Plan != nil && one.Dato == f.Plan.Frist(forloeb.Nr(one.Kode)) {
		return true
	}
	return last.Dato == one.Dato && last.Tekst == one.Tekst
}

// ommetrin are the subjects whose facts are about a step, besides those that name it by their code.
var ommetrin = map[forloeb.Nr][]program.Emne{
	forloeb.Klassifikation:  {program.Klassifikation},
	forloeb.Eksport:         {program.Opgave, program.Aftale, program.Varsel, program.Aktiveringsdag, program.Pause, program.Genoptag, program.Fart, program.Kontrol},
	forloeb.Dataafgraensing: {program.TrinA},
	forloeb.Aabning:         {program.AabningBestilt, program.Aabnet},
}

// Historie are the facts about a step, newest first.
func (t *Tovholder) Historie(ctx context.Context, nr forloeb.Nr) ([]program.Faktum, error) {
	all, err := t.Store.Fakta(ctx, t.Kommune)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(f program.Faktum) bool {
		switch f.Emne {
		case program.Trinejer, program.Trinfrist, program.Trinmeldt:
			return f.Kode != string(nr)
		}
		return !slices.Contains(ommetrin[nr], f.Emne)
	})
	slices.Reverse(all)
	return all, nil
}

// Stand is what facts hold.
func (t *Tovholder) Stand(ctx context.Context) (*program.Stand, error) { return t.Eksport.Fakta(ctx) }

// Import is what step 3 is about: the filter, what it let through, and what is remarkable about it (R061–R063).
type Import struct {
	Filter    string
	Antal     kle.Counts
	Udgivet   oio.Dato
	Automatik bool // it runs every day by itself
	Fund      []rules.Fund
}

// Import is how the import of KLE stands.
func (t *Tovholder) Import(ctx context.Context) (*Import, error) {
	bord, err := t.Eksport.Desk.Bord(ctx)
	if err != nil {
		return nil, err
	}
	i := &Import{Filter: bord.Snapshot.Politik.KLEFilter, Antal: bord.Snapshot.KLE.Counts(), Udgivet: bord.Snapshot.KLE.Udgivet, Automatik: bord.Snapshot.Politik.KildeKlassifikation != ""}
	for _, f := range bord.Fund {
		if f.Regel == "R063" {
			i.Fund = append(i.Fund, f)
		}
	}
	return i, nil
}

// VaelgFilter chooses which numbers of KLE are imported from the next time on (R061, R062).
func (t *Tovholder) VaelgFilter(ctx context.Context, words, af string) error {
	filter, err := kle.ParseFilter(words)
	if err != nil {
		return &rules.Brud{Regel: "R062", English: err.Error(), Dansk: "skriv numre med komma imellem, som 27,29 eller 17.03; tomt er alle numre"}
	}
	return t.Eksport.Store.SetPolitik(ctx, t.Kommune, "kle-filter", filter.String(), oio.MaskCPR(strings.TrimSpace(af)), t.Nu())
}

// Klassifikationsliste is the five tasks of Klassifikationsimporter with their letters (R065).
func (t *Tovholder) Klassifikationsliste(ctx context.Context) (rules.Flyveliste, error) {
	bord, err := t.Eksport.Desk.Bord(ctx)
	if err != nil {
		return nil, err
	}
	facts, err := t.Eksport.Fakta(ctx)
	if err != nil {
		return nil, err
	}
	return rules.NyKlassifikationsliste(facts, bord.Snapshot.Politik.Navn), nil
}
