package conform

import (
	"context"

	"indeksbro/internal/oio"
	"indeksbro/internal/soap"
	"indeksbro/internal/soap/ydi"
)

// sagerYDI are the cases of Ydelsesindeks: its operations, then each rule that one message can break.
func sagerYDI() []sagen {
	cases := []sagen{
		{"importer en bevilling", "YDI-36", "en hel bevilling", "20, og den kan findes med sin ydelse", true, func(ctx context.Context, l *loeb) (string, bool, error) {
			b := l.bevilling()
			got, err := l.importerYdelse(ctx, b)
			text, ok := koder(got, "20")
			if err != nil || !ok {
				return text, false, err
			}
			found, err := l.findYdelse(ctx, b.UUIDIdentifikator)
			if err != nil || len(found.BevillingFiltreretOejebliksbillede) != 1 || len(found.BevillingFiltreretOejebliksbillede[0].Registrering) == 0 {
				return text + ", men bevillingen findes ikke", false, err
			}
			y := found.BevillingFiltreretOejebliksbillede[0].Registrering[0].AttributListe.BevilgetYdelse
			return text, len(y) == 1 && tekstAf(y[0].Ydelse.Ydelsesnavn) == tekstAf(b.Registrering[0].AttributListe.BevilgetYdelse[0].Ydelse.Ydelsesnavn), nil
		}},
		{"importer den samme bevilling igen", "YDI-36", "det samme én gang til", "20, eller 49", true, func(ctx context.Context, l *loeb) (string, bool, error) {
			b := l.bevilling()
			if _, err := l.importerYdelse(ctx, b); err != nil {
				return "", false, err
			}
			got, err := l.importerYdelse(ctx, b)
			text, ok := koder(got, "20|49")
			return text, ok, err
		}},
		{"et kald med tre, den midterste dårlig", "YDI-35", "tre bevillinger, den anden uden startdato", "20, 40, 20: hver sit svar", true, func(ctx context.Context, l *loeb) (string, bool, error) {
			one, two, three := l.bevilling(), l.bevilling(), l.bevilling()
			two.Registrering[0].AttributListe.BevilgetYdelse[0].BevilgetYdelseStartdato = nil
			got, err := l.importerYdelse(ctx, one, two, three)
			text, ok := koder(got, "20", "40", "20")
			return text, ok, err
		}},
		{"opdater en ukendt bevilling", "YDI-34", "opdater på en UUID, ingen har", "44", true, func(ctx context.Context, l *loeb) (string, bool, error) {
			b := l.bevilling()
			got, err := l.kaldYDI(ctx, 1, &ydi.OpdaterInput{Valg: []ydi.OpdaterInputValg{{OpdaterBevillingIndeks: &ydi.OpdaterBevilling{BevillingRet: ydi.BevillingRet{RetInput: ydi.RetInput{UUIDIdentifikator: b.UUIDIdentifikator}}, Tidspunkt: soap.SkrivTid(l.Nu())}}}})
			text, ok := koder(got, "44")
			return text, ok, err
		}},
		{"afslut en ydelse", "YDI-18", "opdater med Slutdato", "20, og slutdatoen er der", true, func(ctx context.Context, l *loeb) (string, bool, error) {
			b := l.bevilling()
			if _, err := l.importerYdelse(ctx, b); err != nil {
				return "", false, err
			}
			y := b.Registrering[0].AttributListe.BevilgetYdelse[0]
			y.BevilgetYdelseSlutdato = p(soap.SkrivTid(oio.DatoOf(l.Nu()).AddDays(5).Midnat()))
			got, err := l.kaldYDI(ctx, 1, &ydi.OpdaterInput{Valg: []ydi.OpdaterInputValg{{OpdaterBevillingIndeks: &ydi.OpdaterBevilling{
				BevillingRet: ydi.BevillingRet{RetInput: ydi.RetInput{UUIDIdentifikator: b.UUIDIdentifikator}, AttributListe: &ydi.BevillingAttributListe{BevilgetYdelse: []ydi.BevilgetYdelse{y}}}, Tidspunkt: soap.SkrivTid(l.Nu())}}}})
			text, ok := koder(got, "20")
			if err != nil || !ok {
				return text, ok, err
			}
			found, err := l.findYdelse(ctx, b.UUIDIdentifikator)
			if err != nil || len(found.BevillingFiltreretOejebliksbillede) != 1 {
				return text, false, err
			}
			held := found.BevillingFiltreretOejebliksbillede[0].Registrering[0].AttributListe.BevilgetYdelse
			return text, len(held) == 1 && held[0].BevilgetYdelseSlutdato != nil, nil
		}},
		{"opdater fjerner Ejer", "YDI-33", "Ejer ophører uden afløser", "afvist", true, func(ctx context.Context, l *loeb) (string, bool, error) {
			b := l.bevilling()
			if _, err := l.importerYdelse(ctx, b); err != nil {
				return "", false, err
			}
			owner := b.Registrering[0].RelationListe.Bevillingsaktoer[0]
			v := *owner.Virkning
			v.TilTidspunkt = &ydi.Tidspunkt{TidsstempelDatoTid: p("2998-01-01T00:00:00.000+01:00")}
			owner.Virkning = &v
			got, err := l.kaldYDI(ctx, 1, &ydi.OpdaterInput{Valg: []ydi.OpdaterInputValg{{OpdaterBevillingIndeks: &ydi.OpdaterBevilling{
				BevillingRet: ydi.BevillingRet{RetInput: ydi.RetInput{UUIDIdentifikator: b.UUIDIdentifikator}, RelationListe: &ydi.BevillingRelationListe{Bevillingsaktoer: []ydi.BevillingAktoerRelation{owner}}}, Tidspunkt: soap.SkrivTid(l.Nu())}}}})
			text, ok := koder(got, "40")
			return text, ok, err
		}},
		{"fjern en bevilling to gange", "YDI-37", "fjern, og fjern igen", "20, så 44 eller 49", true, func(ctx context.Context, l *loeb) (string, bool, error) {
			b := l.bevilling()
			if _, err := l.importerYdelse(ctx, b); err != nil {
				return "", false, err
			}
			first, err := l.fjernYdelse(ctx, b.UUIDIdentifikator)
			if err != nil {
				return "", false, err
			}
			again, err := l.fjernYdelse(ctx, b.UUIDIdentifikator)
			if err != nil {
				return "", false, err
			}
			found, err := l.findYdelse(ctx, b.UUIDIdentifikator)
			text, ok := koder([]svar{first, again}, "20", "44|49")
			return text, ok && err == nil && len(found.BevillingFiltreretOejebliksbillede) == 0, err
		}},
		{"fremsøg en ukendt UUID", "YDI-37", "en UUID, ingen har", "20 med 0, eller 44", false, func(ctx context.Context, l *loeb) (string, bool, error) {
			out, err := l.findYdelse(ctx, oio.NameUUID("conform/ukendt").String())
			if err != nil {
				return "", false, err
			}
			return out.StandardRetur.StatusKode, len(out.BevillingFiltreretOejebliksbillede) == 0 && (out.StandardRetur.StatusKode == "20" || out.StandardRetur.StatusKode == "44"), nil
		}},
	}
	for _, b := range BrudYDI {
		cases = append(cases, brudYdelse(b))
	}
	return cases
}

// BrudYdelse is one way to break a rule of Ydelsesindeks in an otherwise good import.
type BrudYdelse struct {
	Regel string
	Hvad  string
	Bryd  func(b *ydi.Bevilling)
}

func ydelse(b *ydi.Bevilling) *ydi.BevilgetYdelse {
	return &b.Registrering[0].AttributListe.BevilgetYdelse[0]
}

func beviEgen(b *ydi.Bevilling) *ydi.BevillingEgenskaber {
	return &b.Registrering[0].AttributListe.Egenskaber[0]
}

func relYdelse(b *ydi.Bevilling) *ydi.BevillingRelationListe { return &b.Registrering[0].RelationListe }

// BrudYDI breaks each rule that one import can break.
var BrudYDI = []BrudYdelse{
	{"YDI-05", "Ejer er en anden myndighed", func(b *ydi.Bevilling) { relYdelse(b).Bevillingsaktoer[0].CVRNr = p("29189846") }},
	{"YDI-07", "Tidspunkt mangler", func(b *ydi.Bevilling) { b.Registrering[0].Tidspunkt = nil }},
	{"YDI-08", "LivscyklusKode Opstaaet", func(b *ydi.Bevilling) { b.Registrering[0].LivscyklusKode = p("Opstaaet") }},
	{"YDI-09", "BrugerRef mangler", func(b *ydi.Bevilling) { b.Registrering[0].BrugerRef = nil }},
	{"YDI-10", "StsTidspunkt sendt", func(b *ydi.Bevilling) { b.Registrering[0].StsTidspunkt = p("2026-01-01T00:00:00.000+01:00") }},
	{"YDI-11", "Virkning mangler", func(b *ydi.Bevilling) { beviEgen(b).Virkning = nil }},
	{"YDI-12", "Til før Fra", func(b *ydi.Bevilling) {
		v := *beviEgen(b).Virkning
		v.TilTidspunkt = &ydi.Tidspunkt{TidsstempelDatoTid: p("2001-01-01T00:00:00.000+01:00")}
		beviEgen(b).Virkning = &v
	}},
	{"YDI-13", "GraenseIndikator false", func(b *ydi.Bevilling) {
		v := *beviEgen(b).Virkning
		v.TilTidspunkt = &ydi.Tidspunkt{GraenseIndikator: p("false")}
		beviEgen(b).Virkning = &v
	}},
	{"YDI-14", "BrugervendtNoegle mangler", func(b *ydi.Bevilling) { beviEgen(b).BrugervendtNoegle = nil }},
	{"YDI-15", "Foelsomhed mangler", func(b *ydi.Bevilling) { beviEgen(b).Foelsomhed = nil }},
	{"YDI-16", "ingen BevilgetYdelse", func(b *ydi.Bevilling) { b.Registrering[0].AttributListe.BevilgetYdelse = nil }},
	{"YDI-17", "Id mangler", func(b *ydi.Bevilling) { ydelse(b).Id = nil }},
	{"YDI-18", "Slutdato før Startdato", func(b *ydi.Bevilling) { ydelse(b).BevilgetYdelseSlutdato = p("2001-01-01T00:00:00.000+01:00") }},
	{"YDI-19", "Ydelsesnavn mangler", func(b *ydi.Bevilling) { ydelse(b).Ydelse.Ydelsesnavn = nil }},
	{"YDI-20", "KLE-nummer med fire cifre", func(b *ydi.Bevilling) { ydelse(b).Ydelse.Klassifikation.BrugervendtNoegle = p("27.35") }},
	{"YDI-22", "ingen ydelsestype", func(b *ydi.Bevilling) { ydelse(b).Ydelse.ReferenceID = nil }},
	{"YDI-24", "ingen Afsender", func(b *ydi.Bevilling) { ydelse(b).ItSystem = ydelse(b).ItSystem[:1] }},
	{"YDI-25", "Ejer uden FuldtNavn", func(b *ydi.Bevilling) { relYdelse(b).Bevillingsaktoer[0].FuldtNavn = nil }},
	{"YDI-26", "ingen Ansvarlig", func(b *ydi.Bevilling) { relYdelse(b).Bevillingsaktoer = relYdelse(b).Bevillingsaktoer[:1] }},
	{"YDI-27", "ingen Bevillingsmodtager", func(b *ydi.Bevilling) { relYdelse(b).Bevillingspart = relYdelse(b).Bevillingspart[1:] }},
	{"YDI-28", "ingen Ydelsesmodtager", func(b *ydi.Bevilling) { relYdelse(b).Bevillingspart = relYdelse(b).Bevillingspart[:1] }},
	{"YDI-29", "Bevillingssag uden UUID", func(b *ydi.Bevilling) {
		relYdelse(b).Bevillingssag[0].ReferenceID = &ydi.UnikId{URNIdentifikator: p("urn:oio:x:sag:1")}
	}},
	{"YDI-30", "en fremmed rolle på Bevillingssag", func(b *ydi.Bevilling) { relYdelse(b).Bevillingssag[0].Rolle = relYdelse(b).Bevillingspart[0].Rolle }},
	{"YDI-31", "den samme part to gange", func(b *ydi.Bevilling) {
		relYdelse(b).Bevillingspart = append(relYdelse(b).Bevillingspart, relYdelse(b).Bevillingspart[0])
	}},
	{"YDI-32", "Indeks på Ejer", func(b *ydi.Bevilling) { relYdelse(b).Bevillingsaktoer[0].Indeks = p("1") }},
	{"YDI-40", "et beløb med tre decimaler", func(b *ydi.Bevilling) {
		ydelse(b).OekonomiskEffektueringsplan = []ydi.Effektueringsplan{{Ydelsesbeloeb: p("5.942")}}
	}},
}

func brudYdelse(b BrudYdelse) sagen {
	return sagen{"brud: " + b.Hvad, b.Regel, b.Hvad, "afvist eller bemærket efter reglens grad", true, func(ctx context.Context, l *loeb) (string, bool, error) {
		g := l.bevilling()
		b.Bryd(g)
		got, err := l.importerYdelse(ctx, g)
		if err != nil || len(got) != 1 {
			return "", false, err
		}
		return got[0].String(), l.passer(ydi.Regler[b.Regel], got[0]), nil
	}}
}
