package tilsyn

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"indeksbro/internal/adgang"
	"indeksbro/internal/hop"
	"indeksbro/internal/oio"
	"indeksbro/internal/program"
	"indeksbro/internal/rules"
	"indeksbro/internal/visning"
)

// Fagsystem is a source system and how far the jump to it is set up.
type Fagsystem struct {
	Navn string
	hop.Opsaetning
	Brev string // the mail to SAPA's mailbox
}

// Fagsystemer are the care record, and the other systems something was entered about.
func (t *Tilsyn) Fagsystemer(ctx context.Context) ([]Fagsystem, error) {
	facts, err := t.stand(ctx)
	if err != nil {
		return nil, err
	}
	p, err := t.Store.Politik(ctx, t.Kommune)
	if err != nil {
		return nil, err
	}
	ids := []oio.UUID{p.System}
	facts.Alle(program.Hop, func(f program.Faktum) bool {
		text, _, _ := strings.Cut(f.Kode, "/")
		if id, err := oio.ParseUUID(text); err == nil && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
		return true
	})
	slices.SortFunc(ids[1:], func(a, b oio.UUID) int { return strings.Compare(a.String(), b.String()) })
	systems := make([]Fagsystem, len(ids))
	for i, id := range ids {
		systems[i] = Fagsystem{Navn: "Fagsystem " + id.String()[:8], Opsaetning: hop.Opsat(facts, id)}
		if i == 0 {
			systems[i].Navn = p.SystemNavn
		}
		systems[i].Brev = systems[i].Opsaetning.Brev(p.Navn, t.Kommune, systems[i].Navn)
	}
	return systems, nil
}

// SaetHop registers the address of a source system's dialog integration; none takes it back. loopback lets this machine through, for a demo.
func (t *Tilsyn) SaetHop(ctx context.Context, system oio.UUID, address string, loopback bool, af string) error {
	f := program.Faktum{Emne: program.Hop, Kode: hop.Kode(system, hop.Adressen)}
	if strings.TrimSpace(address) != "" {
		template, err := hop.ParseSkabelon(address, loopback)
		if err != nil {
			return &rules.Brud{Regel: "R114", English: "the address cannot be used: want https without CPR numbers, user names or fragments", Dansk: err.Error()}
		}
		f.Dato, f.Tekst = t.idag(), string(template)
	} else if held, err := t.Registreret(ctx, system); err != nil || held == "" {
		return err // nothing to take back
	}
	return t.noter(ctx, af, f)
}

// NoterHop notes that one of the three tasks is done on a day, or with no day that it is not (R118). The mail needs an address to tell.
func (t *Tilsyn) NoterHop(ctx context.Context, system oio.UUID, step hop.Trin, dag oio.Dato, af string) error {
	facts, err := t.stand(ctx)
	if err != nil {
		return err
	}
	o := hop.Opsat(facts, system)
	switch {
	case !slices.Contains(hop.Trinene, step):
		return &rules.Brud{Regel: "R118", English: "there is no such task", Dansk: "opgaven findes ikke"}
	case dag > t.idag():
		return &rules.Brud{Regel: "R118", English: "the day lies in the future", Dansk: "datoen ligger i fremtiden"}
	case dag != 0 && step != hop.Aktiveret && o.Skabelon == "":
		return &rules.Brud{Regel: "R118", English: "register the address first", Dansk: "skriv adressen først"}
	}
	return t.noter(ctx, af, program.Faktum{Emne: program.Hop, Kode: hop.Kode(system, step), Dato: dag})
}

// NoterSvar keeps what came of a try.
func (t *Tilsyn) NoterSvar(ctx context.Context, system oio.UUID, svar hop.Svar, af string) error {
	b, err := json.Marshal(svar)
	if err != nil {
		return err
	}
	return t.noter(ctx, af, program.Faktum{Emne: program.Hop, Kode: hop.Kode(system, hop.Proevet), Dato: t.idag(), Tekst: string(b)})
}

// Registreret is the address registered for a source system; empty while there is none.
func (t *Tilsyn) Registreret(ctx context.Context, system oio.UUID) (hop.Skabelon, error) {
	facts, err := t.stand(ctx)
	return hop.Opsat(facts, system).Skabelon, err
}

// Springer is who jumps.
type Springer struct {
	Bruger  string
	Grupper []adgang.Gruppe
}

// Spring is a jump that may be made: where to, and about whom, for the log.
type Spring struct {
	Adresse string
	Borger  oio.Borgernoegle
	Gruppe  string // the role that gave access
}

// What stands in the way of a jump.
var (
	ErrIngenRet     = errors.New("the user has no right to jump to source systems")
	ErrIkkeFundet   = errors.New("there is no such object within the user's boundary")
	ErrIngenAdresse = errors.New("the source system has no address registered")
)

// MaaHoppe reports whether somebody has the right to jump at all (R114).
func (t *Tilsyn) MaaHoppe(groups []adgang.Gruppe) bool {
	return slices.ContainsFunc(groups, func(g adgang.Gruppe) bool { return g.Har(adgang.Hop, t.Kommune) })
}

// Spring works a jump out: the right, the boundary, the address, the hand-over. id is random. What cannot be seen is as what is not there.
func (t *Tilsyn) Spring(ctx context.Context, who Springer, art oio.Art, object oio.UUID, id string) (Spring, error) {
	if !t.MaaHoppe(who.Grupper) {
		return Spring{}, ErrIngenRet
	}
	held, by, err := t.set(ctx, who, art, object)
	if err != nil {
		return Spring{}, err
	}
	properties, citizen := adgang.Af(held.Objekt), t.borger(held.Objekt)
	template, err := t.Registreret(ctx, properties.System)
	if err != nil {
		return Spring{}, err
	}
	if template == "" {
		return Spring{}, ErrIngenAdresse
	}
	target := hop.Maal{Type: "sag", UUID: object}
	switch o := held.Objekt.(type) {
	case *oio.Sag:
		target.Sagsnummer = o.Noegle
	case *oio.Dokument:
		target.Type = "dokument"
	}
	ticket, err := hop.Underskriv(t.Noegler.Hop(), hop.Billet{Udsteder: t.Kommune, Modtager: template.Vaert(), Bruger: who.Bruger, Type: target.Type, UUID: object}, id, t.Nu())
	if err != nil {
		return Spring{}, err
	}
	address, err := template.Adresse(target, ticket)
	return Spring{Adresse: address, Borger: citizen, Gruppe: by}, err
}

// borger is the citizen behind an object; zero when it names none.
func (t *Tilsyn) borger(object oio.Objekt) oio.Borgernoegle {
	var part oio.Part
	switch o := object.(type) {
	case *oio.Sag:
		part = o.Part
	case *oio.Bevilling:
		part = o.Part
	}
	if part.CPR.IsZero() {
		return oio.Borgernoegle{}
	}
	return t.Noegler.Borger(part.CPR)
}

// set is the object as somebody may see it, and the group that lets her: within her boundary, as the index judges it, or by a stated reason
// within the hour.
func (t *Tilsyn) set(ctx context.Context, who Springer, art oio.Art, object oio.UUID) (held oio.Gemt, by string, err error) {
	facts, err := t.stand(ctx)
	if err != nil {
		return held, "", err
	}
	opened := visning.Aabne(facts, visning.Sapa)
	view := adgang.NytUdsnit(who.Grupper, adgang.Opslag, t.Kommune, opened)
	view.Saet(who.Bruger)
	held, found, err := t.Indeks.Objekt(ctx, view, art, object)
	if err != nil {
		return held, "", err
	}
	if found {
		if sees, group := view.Ser(adgang.Af(held.Objekt)); sees {
			by = group.Navn
		}
		return held, by, nil
	}
	if held, found, err = t.Indeks.Objekt(ctx, adgang.Alt(t.Kommune), art, object); err != nil {
		return held, "", err
	}
	if !found {
		return held, "", ErrIkkeFundet
	}
	beyond, err := t.Noed(ctx, who.Bruger, t.borger(held.Objekt))
	if err != nil {
		return held, "", err
	}
	if !beyond || !slices.Contains(opened, adgang.Af(held.Objekt).System) {
		return held, "", ErrIkkeFundet
	}
	return held, "nødadgang", nil
}

// Hopnoegle is the public half of the key that hand-overs are signed with, for the source system.
func (t *Tilsyn) Hopnoegle() ed25519.PublicKey {
	public, _ := t.Noegler.Hop().Public().(ed25519.PublicKey)
	return public
}
