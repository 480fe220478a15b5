package ydi

import (
	"context"
	"errors"
	"slices"
	"strings"

	"indeksbro/internal/export"
	"indeksbro/internal/oio"
	"indeksbro/internal/soap"
)

// Maal is a Ydelsesindeks over SOAP as a target of the exporter: ours, or the real one. Bevilling is the client of the service that
// removes grants, Klient of the one that takes them.
type Maal struct {
	Klient, Bevilling *soap.Klient
	// KunOfficielle refuses objects with stand-in identities of classes: a real index must never get one.
	KunOfficielle bool
	// Typer tells what a class of a service type is, for whoever reads; nil: nothing beyond its identity.
	Typer Ydelsestyper

	bladr soap.Bladr
}

var _ export.Indeks = (*Maal)(nil)

// ErrStedfortraeder answers an object that cannot go to a real index.
const ErrStedfortraeder = "KLE-klassen eller ydelsestypen har ingen officiel UUID; importér dem fra FK Klassifikation"

// Importer sends grants. What the index holds already with other content is updated, or removed and imported where an update would
// leave something of the old behind.
func (m *Maal) Importer(ctx context.Context, _ oio.CVR, objects []oio.Registreret) ([]export.Svar, error) {
	answers := make([]export.Svar, 0, len(objects))
	for chunk := range slices.Chunk(objects, maxObjekter) {
		some, err := m.bundt(ctx, chunk)
		if err != nil {
			return nil, err
		}
		answers = append(answers, some...)
	}
	return answers, nil
}

// opgave is one object of a call on its way to an answer.
type opgave struct {
	besked *Bevilling
	svar   *export.Svar
}

func (m *Maal) bundt(ctx context.Context, objects []oio.Registreret) ([]export.Svar, error) {
	answers := make([]export.Svar, len(objects))
	work := map[string]opgave{}
	in := &ImporterInput{}
	for i := range objects {
		b, ok := objects[i].Objekt.(*oio.Bevilling)
		if !ok {
			return nil, errors.New("only grants go to Ydelsesindeks")
		}
		if m.KunOfficielle && (b.KLE.Stedfortraeder || b.Ydelsestype.Stedfortraeder) {
			answers[i].Fejl = ErrStedfortraeder
			continue
		}
		message := FraBevilling(b, objects[i].Tidspunkt)
		answers[i].Fejl = "intet svar om objektet" // until there is one
		work[message.UUIDIdentifikator] = opgave{message, &answers[i]}
		in.Valg = append(in.Valg, ImporterInputValg{BevillingIndeks: &BevillingImport{BevillingIndeks: *message}})
	}
	if len(work) == 0 {
		return answers, nil
	}
	conflicts, err := m.skriv(ctx, Operationer[0], in, work)
	if err != nil || len(conflicts) == 0 {
		return answers, err
	}
	return answers, m.ret(ctx, conflicts, work)
}

// skriv calls an operation that answers per object, notes the answers, and gives those of code 49.
func (m *Maal) skriv(ctx context.Context, op soap.Operation, in any, work map[string]opgave) (conflicts []string, err error) {
	var out MultipleOutput
	if err := m.Klient.Kald(ctx, op, in, &out); err != nil {
		fault := soap.KlartAfvist(err)
		if fault == nil {
			return nil, err
		}
		out.StandardRetur = []StandardRetur{{StatusKode: "40", FejlbeskedTekst: &fault.Tekst}} // the message itself is refused
	}
	if a, b := halve(in); a != nil && len(out.UnikRetur) == 0 && len(out.StandardRetur) == 1 && soap.ErAfvisning(out.StandardRetur[0].StatusKode) {
		return m.hverForSig(ctx, op, a, b, work)
	}
	for _, r := range out.StandardRetur {
		for _, id := range identiteter(in) {
			*work[id].svar = svarAf(r)
			if r.StatusKode == "49" {
				conflicts = append(conflicts, id)
			}
		}
	}
	for _, r := range out.UnikRetur {
		id := strings.ToLower(r.UUIDIdentifikator)
		if o, asked := work[id]; asked {
			*o.svar = svarAf(r.StandardRetur)
			if r.StatusKode == "49" {
				conflicts = append(conflicts, id)
			}
		}
	}
	return conflicts, nil
}

// hverForSig sends the halves of a message that was clearly refused as a whole, each by itself, and so on until what is refused stands
// alone: one object must not hold up the others. Nothing of a refused message was carried out.
func (m *Maal) hverForSig(ctx context.Context, op soap.Operation, a, b any, work map[string]opgave) ([]string, error) {
	first, err := m.skriv(ctx, op, a, work)
	if err != nil {
		return nil, err
	}
	second, err := m.skriv(ctx, op, b, work)
	return append(first, second...), err
}

// halve divides a message in two; nil where it holds one object or none.
func halve(in any) (a, b any) {
	switch x := in.(type) {
	case *ImporterInput:
		if n := len(x.Valg); n > 1 {
			return &ImporterInput{Valg: x.Valg[:n/2]}, &ImporterInput{Valg: x.Valg[n/2:]}
		}
	case *OpdaterInput:
		if n := len(x.Valg); n > 1 {
			return &OpdaterInput{Valg: x.Valg[:n/2]}, &OpdaterInput{Valg: x.Valg[n/2:]}
		}
	}
	return nil, nil
}

func identiteter(in any) []string {
	var ids []string
	switch x := in.(type) {
	case *ImporterInput:
		for i := range x.Valg {
			ids = append(ids, x.Valg[i].BevillingIndeks.BevillingIndeks.UUIDIdentifikator)
		}
	case *OpdaterInput:
		for i := range x.Valg {
			ids = append(ids, x.Valg[i].OpdaterBevillingIndeks.UUIDIdentifikator)
		}
	}
	return ids
}

func svarAf(r StandardRetur) export.Svar {
	if r.StatusKode == "20" {
		return export.Svar{OK: true}
	}
	return export.Svar{Fejl: oio.MaskCPR(strings.TrimSpace(r.StatusKode + " " + vaerdi(r.FejlbeskedTekst)))}
}

// ret brings what the index holds in line with what is wanted.
func (m *Maal) ret(ctx context.Context, ids []string, work map[string]opgave) error {
	held, err := m.hent(ctx, ids)
	if err != nil {
		return err
	}
	update, renew := &OpdaterInput{}, &ImporterInput{}
	for _, id := range ids {
		wanted := work[id].besked
		if u := opdatering(wanted); held[id] != nil && rammer(held[id], u, wanted) {
			update.Valg = append(update.Valg, OpdaterInputValg{OpdaterBevillingIndeks: u})
			continue
		}
		if _, err := m.fjern(ctx, id); err != nil {
			return err
		}
		renew.Valg = append(renew.Valg, ImporterInputValg{BevillingIndeks: &BevillingImport{BevillingIndeks: *wanted}})
	}
	if len(update.Valg) > 0 {
		if _, err := m.skriv(ctx, Operationer[1], update, work); err != nil {
			return err
		}
	}
	if len(renew.Valg) > 0 {
		_, err = m.skriv(ctx, Operationer[0], renew, work)
	}
	return err
}

// hent reads what the index holds of grants, whenever it holds.
func (m *Maal) hent(ctx context.Context, ids []string) (map[string]*BevillingRegistrering, error) {
	in := &FremsoegInput{BevillingUuid: ids, Filter: visAlt(), SoegUdtryk: SoegUdtryk{Valg: []SoegUdtrykValg{{SoegBevillingIndeks: &BevillingSoegInput{SoegIndeksInput: SoegIndeksInput{SoegInput: SoegInput{
		MaksimalAntalKvantitet: tekst("500"), SoegVirkning: altid()}}}}}}}
	var out FremsoegOutput
	if err := m.Klient.Kald(ctx, Operationer[2], in, &out); err != nil {
		return nil, err
	}
	held := map[string]*BevillingRegistrering{}
	for i := range out.BevillingFiltreretOejebliksbillede {
		if b := &out.BevillingFiltreretOejebliksbillede[i]; len(b.Registrering) > 0 {
			held[strings.ToLower(b.ObjektType.UUIDIdentifikator)] = &b.Registrering[len(b.Registrering)-1]
		}
	}
	return held, nil
}

// opdatering says the whole of a grant as an update.
func opdatering(m *Bevilling) *OpdaterBevilling {
	r := &m.Registrering[0]
	return &OpdaterBevilling{Tidspunkt: vaerdi(r.Tidspunkt), BevillingRet: BevillingRet{
		RetInput: RetInput{UUIDIdentifikator: m.UUIDIdentifikator}, AttributListe: &r.AttributListe, TilstandListe: &r.TilstandListe, RelationListe: &r.RelationListe,
	}}
}

// rammer reports whether an update of what is held gives what is wanted, nothing more and nothing less. What was registered later than
// that cannot be updated by it.
func rammer(held *BevillingRegistrering, u *OpdaterBevilling, wanted *Bevilling) bool {
	if soap.Foer(wanted.Registrering[0].Tidspunkt, held.Tidspunkt) {
		return false
	}
	merged, whole := Flet(held, u), wanted.Registrering[0]
	merged.Registrering, whole.Registrering = Registrering{}, Registrering{}
	return Familie.Ens(&merged, &whole)
}

// Fjern removes grants for good, one a call as the service has it; what is gone already is removed.
func (m *Maal) Fjern(ctx context.Context, _ oio.CVR, art oio.Art, ids []oio.UUID) ([]export.Svar, error) {
	if art != oio.ArtBevilling {
		return nil, errors.New("only grants are removed from Ydelsesindeks")
	}
	answers := make([]export.Svar, len(ids))
	for i, id := range ids {
		a, err := m.fjern(ctx, id.String())
		if err != nil {
			return nil, err
		}
		answers[i] = a
	}
	return answers, nil
}

func (m *Maal) fjern(ctx context.Context, id string) (export.Svar, error) {
	var out BasicOutput
	if err := m.Bevilling.Kald(ctx, FjernBevilling, &UuidNoteInput{UUIDIdentifikator: id}, &out); err != nil {
		return export.Svar{}, err
	}
	a := svarAf(out.StandardRetur)
	a.OK = a.OK || out.StandardRetur.StatusKode == "44" || out.StandardRetur.StatusKode == "49"
	return a, nil
}
