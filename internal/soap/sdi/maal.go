package sdi

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"indeksbro/internal/export"
	"indeksbro/internal/oio"
	"indeksbro/internal/soap"
)

// Maal is a Sags- og Dokumentindeks over SOAP as a target of the exporter: ours, or the real one.
type Maal struct {
	Klient *soap.Klient
	// KunOfficielle refuses objects with stand-in identities of classes: a real index must never get one.
	KunOfficielle bool

	bladr soap.Bladr
}

var _ export.Indeks = (*Maal)(nil)

// ErrStedfortraeder answers an object that cannot go to a real index.
const ErrStedfortraeder = "KLE-klassen har ingen officiel UUID; importér KLE fra FK Klassifikation"

// Importer sends cases. What the index holds already with other content is updated, or removed and imported where an update would
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

func (m *Maal) bundt(ctx context.Context, objects []oio.Registreret) ([]export.Svar, error) {
	answers := make([]export.Svar, len(objects))
	in, at := &ImporterInput{}, []int{}
	wanted := map[string]*Sag{}
	for i := range objects {
		s, ok := objects[i].Objekt.(*oio.Sag)
		if !ok {
			return nil, errors.New("only cases go to Sags- og Dokumentindeks")
		}
		if m.KunOfficielle && s.KLE.Stedfortraeder {
			answers[i].Fejl = ErrStedfortraeder
			continue
		}
		message := FraSag(s, objects[i].Tidspunkt)
		wanted[message.UUIDIdentifikator] = message
		in.Valg, at = append(in.Valg, ImporterInputValg{SagIndeks: message}), append(at, i)
	}
	if len(in.Valg) == 0 {
		return answers, nil
	}
	returned, err := m.skriv(ctx, Operationer[0], in)
	if err != nil {
		return nil, err
	}
	var conflicts []string
	for n, i := range at {
		r := returned[in.Valg[n].SagIndeks.UUIDIdentifikator]
		answers[i] = svarAf(r)
		if r.StatusKode == "49" {
			conflicts = append(conflicts, r.UUIDIdentifikator)
		}
	}
	return answers, m.ret(ctx, conflicts, wanted, func(uuid string, a export.Svar) {
		for n, i := range at {
			if in.Valg[n].SagIndeks.UUIDIdentifikator == uuid {
				answers[i] = a
			}
		}
	})
}

// skriv calls an operation that answers per object, and gives the answers by identity. One answer for the whole call counts for each.
func (m *Maal) skriv(ctx context.Context, op soap.Operation, in any) (map[string]UnikRetur, error) {
	var out MultipleOutput
	if err := m.Klient.Kald(ctx, op, in, &out); err != nil {
		fault := soap.KlartAfvist(err)
		if fault == nil {
			return nil, err
		}
		out.StandardRetur = []StandardRetur{{StatusKode: "40", FejlbeskedTekst: &fault.Tekst}} // the message itself is refused
	}
	if a, b := halve(in); a != nil && len(out.UnikRetur) == 0 && len(out.StandardRetur) == 1 && soap.ErAfvisning(out.StandardRetur[0].StatusKode) {
		return m.hverForSig(ctx, op, a, b)
	}
	returned := map[string]UnikRetur{}
	for _, r := range out.UnikRetur {
		returned[strings.ToLower(r.UUIDIdentifikator)] = r
	}
	for _, r := range out.StandardRetur {
		for _, id := range identiteter(in) {
			returned[id] = UnikRetur{StandardRetur: r, UUIDIdentifikator: id}
		}
	}
	return returned, nil
}

// hverForSig sends the halves of a message that was clearly refused as a whole, each by itself, and so on until what is refused stands
// alone: one object must not hold up the others. Nothing of a refused message was carried out.
func (m *Maal) hverForSig(ctx context.Context, op soap.Operation, a, b any) (map[string]UnikRetur, error) {
	returned, err := m.skriv(ctx, op, a)
	if err != nil {
		return nil, err
	}
	rest, err := m.skriv(ctx, op, b)
	if err != nil {
		return nil, err
	}
	maps.Copy(returned, rest)
	return returned, nil
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
	case *FjernInput:
		if n := len(x.SagUuid); n > 1 {
			first, second := *x, *x
			first.SagUuid, second.SagUuid = x.SagUuid[:n/2], x.SagUuid[n/2:]
			return &first, &second
		}
	}
	return nil, nil
}

func identiteter(in any) []string {
	var ids []string
	switch x := in.(type) {
	case *ImporterInput:
		for i := range x.Valg {
			ids = append(ids, x.Valg[i].SagIndeks.UUIDIdentifikator)
		}
	case *OpdaterInput:
		for i := range x.Valg {
			ids = append(ids, x.Valg[i].OpdaterSagIndeks.UUIDIdentifikator)
		}
	case *FjernInput:
		for i := range x.SagUuid {
			ids = append(ids, vaerdi(x.SagUuid[i].UUIDIdentifikator))
		}
	}
	return ids
}

func svarAf(r UnikRetur) export.Svar {
	if r.StatusKode == "20" {
		return export.Svar{OK: true}
	}
	text := "intet svar om objektet"
	if r.StatusKode != "" {
		text = strings.TrimSpace(r.StatusKode + " " + vaerdi(r.FejlbeskedTekst))
	}
	return export.Svar{Fejl: oio.MaskCPR(text)}
}

// ret brings what the index holds in line with what is wanted.
func (m *Maal) ret(ctx context.Context, ids []string, wanted map[string]*Sag, tell func(string, export.Svar)) error {
	if len(ids) == 0 {
		return nil
	}
	held, err := m.hent(ctx, ids)
	if err != nil {
		return err
	}
	update, renew := &OpdaterInput{}, []string{}
	for _, id := range ids {
		if u := opdatering(wanted[id]); held[id] != nil && rammer(held[id], u, wanted[id]) {
			update.Valg = append(update.Valg, OpdaterInputValg{OpdaterSagIndeks: u})
		} else {
			renew = append(renew, id)
		}
	}
	if len(update.Valg) > 0 {
		returned, err := m.skriv(ctx, Operationer[1], update)
		if err != nil {
			return err
		}
		for id, r := range returned {
			tell(id, svarAf(r))
		}
	}
	return m.forny(ctx, renew, wanted, tell)
}

// forny removes and imports anew.
func (m *Maal) forny(ctx context.Context, ids []string, wanted map[string]*Sag, tell func(string, export.Svar)) error {
	if len(ids) == 0 {
		return nil
	}
	if _, err := m.fjern(ctx, ids); err != nil {
		return err
	}
	in := &ImporterInput{}
	for _, id := range ids {
		in.Valg = append(in.Valg, ImporterInputValg{SagIndeks: wanted[id]})
	}
	returned, err := m.skriv(ctx, Operationer[0], in)
	for id, r := range returned {
		tell(id, svarAf(r))
	}
	return err
}

// altid is every moment there is.
func altid() *SoegVirkning {
	return &SoegVirkning{FraTidspunkt: &Tidspunkt{TidsstempelDatoTid: tekst("0001-01-01T00:00:00.000Z")}, TilTidspunkt: &Tidspunkt{GraenseIndikator: tekst("true")}}
}

// hent reads what the index holds of cases, whenever it holds.
func (m *Maal) hent(ctx context.Context, ids []string) (map[string]*SagRegistrering, error) {
	in := &FremsoegInput{SagUuid: ids, Filter: visAlt(), SoegUdtryk: &SoegUdtryk{Valg: []SoegUdtrykValg{{SoegSag: &SagSoegInput{SoegIndeksInput: SoegIndeksInput{SoegInput: SoegInput{
		MaksimalAntalKvantitet: tekst("500"), SoegVirkning: altid()}}}}}}}
	var out FremsoegOutput
	if err := m.Klient.Kald(ctx, Operationer[3], in, &out); err != nil {
		return nil, err
	}
	held := map[string]*SagRegistrering{}
	for i := range out.SagFiltreretOejebliksbillede {
		if b := &out.SagFiltreretOejebliksbillede[i]; len(b.Registrering) > 0 {
			held[strings.ToLower(b.ObjektType.UUIDIdentifikator)] = &b.Registrering[len(b.Registrering)-1]
		}
	}
	return held, nil
}

// opdatering says the whole of a case as an update.
func opdatering(m *Sag) *OpdaterSag {
	r := &m.Registrering[0]
	return &OpdaterSag{Tidspunkt: vaerdi(r.Tidspunkt), SagRet: SagRet{
		RetInput: RetInput{UUIDIdentifikator: m.UUIDIdentifikator}, AttributListe: &r.AttributListe, TilstandListe: &r.TilstandListe, RelationListe: &r.RelationListe,
	}}
}

// rammer reports whether an update of what is held gives what is wanted, nothing more and nothing less. What was registered later than
// that cannot be updated by it.
func rammer(held *SagRegistrering, u *OpdaterSag, wanted *Sag) bool {
	if soap.Foer(wanted.Registrering[0].Tidspunkt, held.Tidspunkt) {
		return false
	}
	merged := FletSag(held, u, func() {})
	whole := wanted.Registrering[0]
	merged.Registrering, whole.Registrering = Registrering{}, Registrering{}
	return Familie.Ens(&merged, &whole)
}

// Fjern removes cases for good; what is gone already is removed.
func (m *Maal) Fjern(ctx context.Context, _ oio.CVR, art oio.Art, ids []oio.UUID) ([]export.Svar, error) {
	if art != oio.ArtSag {
		return nil, errors.New("only cases are removed from Sags- og Dokumentindeks")
	}
	answers := make([]export.Svar, 0, len(ids))
	for chunk := range slices.Chunk(ids, maxObjekter) {
		texts := make([]string, len(chunk))
		for i := range chunk {
			texts[i] = chunk[i].String()
		}
		returned, err := m.fjern(ctx, texts)
		if err != nil {
			return nil, err
		}
		for _, id := range texts {
			a := svarAf(returned[id])
			a.OK = a.OK || returned[id].StatusKode == "44" || returned[id].StatusKode == "49" && !strings.Contains(a.Fejl, "SDI-82")
			answers = append(answers, a)
		}
	}
	return answers, nil
}

func (m *Maal) fjern(ctx context.Context, ids []string) (map[string]UnikRetur, error) {
	in := &FjernInput{}
	for _, id := range ids {
		in.SagUuid = append(in.SagUuid, UnikId{UUIDIdentifikator: tekst(id)})
	}
	return m.skriv(ctx, Operationer[2], in)
}
