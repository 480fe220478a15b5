package conform

import (
	"context"
	"encoding/base64"
	"strings"

	"indeksbro/internal/oio"
	"indeksbro/internal/soap"
	"indeksbro/internal/soap/sdi"
)

// sagerSDI are the cases of Sags- og Dokumentindeks: its operations, then each rule that one message can break.
func sagerSDI() []sagen {
	cases := []sagen{
		{"importer en sag", "SDI-04", "en hel sag", "20, og sagen kan findes", true, func(ctx context.Context, l *loeb) (string, bool, error) {
			s := l.sag()
			got, err := l.importer(ctx, s)
			text, ok := koder(got, "20")
			if err != nil || !ok {
				return text, false, err
			}
			found, err := l.findSag(ctx, s.UUIDIdentifikator)
			if err != nil || len(found.SagFiltreretOejebliksbillede) != 1 || len(found.SagFiltreretOejebliksbillede[0].Registrering) == 0 {
				return text + ", men sagen findes ikke", false, err
			}
			e := found.SagFiltreretOejebliksbillede[0].Registrering[0].AttributListe.Egenskaber
			return text, len(e) == 1 && tekstAf(e[0].Titel) == tekstAf(s.Registrering[0].AttributListe.Egenskaber[0].Titel), nil
		}},
		{"importer den samme sag igen", "SDI-04", "det samme én gang til", "20, eller 49", true, func(ctx context.Context, l *loeb) (string, bool, error) {
			s := l.sag()
			if _, err := l.importer(ctx, s); err != nil {
				return "", false, err
			}
			got, err := l.importer(ctx, s)
			text, ok := koder(got, "20|49")
			return text, ok, err
		}},
		{"importer sagen med andet indhold", "SDI-04", "samme UUID, anden titel", "49, og det første indhold står", true, func(ctx context.Context, l *loeb) (string, bool, error) {
			s := l.sag()
			if _, err := l.importer(ctx, s); err != nil {
				return "", false, err
			}
			was, other := s.Registrering[0].AttributListe.Egenskaber[0].Titel, "En anden titel"
			s.Registrering[0].AttributListe.Egenskaber[0].Titel = &other
			got, err := l.importer(ctx, s)
			text, ok := koder(got, "49")
			if err != nil || !ok {
				return text, ok, err
			}
			found, err := l.findSag(ctx, s.UUIDIdentifikator)
			if err != nil || len(found.SagFiltreretOejebliksbillede) != 1 {
				return text, false, err
			}
			return text, tekstAf(found.SagFiltreretOejebliksbillede[0].Registrering[0].AttributListe.Egenskaber[0].Titel) == tekstAf(was), nil
		}},
		{"et kald med en god og en dårlig sag", "SDI-58", "to sager, den ene med en part som UUID", "20 og 40, hver sit svar", true, func(ctx context.Context, l *loeb) (string, bool, error) {
			good, bad := l.sag(), l.sag()
			u := oio.NameUUID("x").String()
			bad.Registrering[0].RelationListe.Sagspart[0].ReferenceID = &sdi.UnikId{UUIDIdentifikator: &u}
			got, err := l.importer(ctx, good, bad)
			text, ok := koder(got, "20", "40")
			if err != nil || !ok {
				return text, ok, err
			}
			found, err := l.findSag(ctx, bad.UUIDIdentifikator)
			return text, err == nil && len(found.SagFiltreretOejebliksbillede) == 0, err
		}},
		{"fremsøg uden filter", "SDI-80", "UUID uden Filter", "antal, men ingen data", true, func(ctx context.Context, l *loeb) (string, bool, error) {
			s := l.sag()
			if _, err := l.importer(ctx, s); err != nil {
				return "", false, err
			}
			var out sdi.FremsoegOutput
			err := l.SDI.Kald(ctx, sdi.Operationer[3], &sdi.FremsoegInput{SagUuid: []string{s.UUIDIdentifikator}}, &out)
			return out.StandardRetur.StatusKode, len(out.SagFiltreretOejebliksbillede) == 0 && len(out.Antal) > 0 && out.Antal[0].Antal == "1", err
		}},
		{"fremsøg en ukendt UUID", "SDI-05", "en UUID, ingen har", "44, eller 20 med 0", false, func(ctx context.Context, l *loeb) (string, bool, error) {
			out, err := l.findSag(ctx, oio.NameUUID("conform/ukendt").String())
			if err != nil {
				return "", false, err
			}
			return out.StandardRetur.StatusKode, len(out.SagFiltreretOejebliksbillede) == 0 && (out.StandardRetur.StatusKode == "44" || out.StandardRetur.StatusKode == "20"), nil
		}},
		{"fremsøg på borger og KLE", "SDI-80", "Primær part og KLE-nummer", "kun sagen selv", true, func(ctx context.Context, l *loeb) (string, bool, error) {
			s := l.sag()
			if _, err := l.importer(ctx, s); err != nil {
				return "", false, err
			}
			r := s.Registrering[0].RelationListe
			key := s.Registrering[0].AttributListe.Egenskaber[0].BrugervendtNoegle
			leaf := &sdi.SagSoegInput{
				AttributListe: sdi.SagAttributListe{Egenskaber: []sdi.SagEgenskaber{{BrugervendtNoegle: key}}},
				RelationListe: sdi.SagRelationListe{Sagspart: []sdi.Relation{{Rolle: r.Sagspart[0].Rolle, ReferenceID: r.Sagspart[0].ReferenceID}}},
			}
			var out sdi.FremsoegOutput
			err := l.SDI.Kald(ctx, sdi.Operationer[3], &sdi.FremsoegInput{
				SoegUdtryk: &sdi.SoegUdtryk{Valg: []sdi.SoegUdtrykValg{{SoegSag: leaf}}}, Filter: &sdi.Filter{Valg: []sdi.FilterValg{{SagVis: &sdi.SagVis{Vis: "egenskaber"}}}},
			}, &out)
			return out.StandardRetur.StatusKode, len(out.SagFiltreretOejebliksbillede) == 1 && out.SagFiltreretOejebliksbillede[0].ObjektType.UUIDIdentifikator == s.UUIDIdentifikator, err
		}},
		{"opdater en ukendt sag", "SDI-05", "opdater på en UUID, ingen har", "44", true, func(ctx context.Context, l *loeb) (string, bool, error) {
			s := l.sag()
			got, err := l.kaldSDI(ctx, 1, &sdi.OpdaterInput{Valg: []sdi.OpdaterInputValg{{OpdaterSagIndeks: &sdi.OpdaterSag{SagRet: sdi.SagRet{RetInput: sdi.RetInput{UUIDIdentifikator: s.UUIDIdentifikator}}, Tidspunkt: soap.SkrivTid(l.Nu())}}}})
			text, ok := koder(got, "44")
			return text, ok, err
		}},
		{"luk en sag", "SDI-31", "Opstaaet afsluttes, Afsluttet begynder", "20, og sagen er afsluttet", true, lukSag},
		{"opdater fra en anden master", "SDI-06", "en anden Master", "49", true, andenMaster},
		{"fjern en sag to gange", "SDI-05", "fjern, og fjern igen", "20, så 44 eller 49", true, func(ctx context.Context, l *loeb) (string, bool, error) {
			s := l.sag()
			if _, err := l.importer(ctx, s); err != nil {
				return "", false, err
			}
			first, err := l.fjernSag(ctx, s.UUIDIdentifikator)
			if err != nil {
				return "", false, err
			}
			again, err := l.fjernSag(ctx, s.UUIDIdentifikator)
			if err != nil {
				return "", false, err
			}
			found, err := l.findSag(ctx, s.UUIDIdentifikator)
			text, ok := koder(append(first, again...), "20", "44|49")
			return text, ok && err == nil && len(found.SagFiltreretOejebliksbillede) == 0, err
		}},
		{"fjern uden at nævne noget", "SDI-81", "et tomt fjern", "afvist; alt fjernes aldrig", true, func(ctx context.Context, l *loeb) (string, bool, error) {
			got, err := l.kaldSDI(ctx, 2, &sdi.FjernInput{})
			text, ok := koder(got, "40|fault")
			return text, ok, err
		}},
	}
	for _, b := range BrudSDI {
		cases = append(cases, brudSag(b))
	}
	return cases
}

func lukSag(ctx context.Context, l *loeb) (string, bool, error) {
	s := l.sag()
	if _, err := l.importer(ctx, s); err != nil {
		return "", false, err
	}
	was := s.Registrering[0].TilstandListe.Fremdrift[0]
	closed := soap.SkrivTid(oio.DatoOf(l.Nu()).Midnat())
	ended, next, state := *was.Virkning, *was.Virkning, "Afsluttet"
	ended.TilTidspunkt, next.FraTidspunkt = &sdi.Tidspunkt{TidsstempelDatoTid: &closed}, &sdi.Tidspunkt{TidsstempelDatoTid: &closed}
	got, err := l.kaldSDI(ctx, 1, &sdi.OpdaterInput{Valg: []sdi.OpdaterInputValg{{OpdaterSagIndeks: &sdi.OpdaterSag{
		SagRet: sdi.SagRet{RetInput: sdi.RetInput{UUIDIdentifikator: s.UUIDIdentifikator}, TilstandListe: &sdi.SagTilstandListe{Fremdrift: []sdi.SagFremdrift{
			{Virkning: &ended, FremdriftStatusKode: was.FremdriftStatusKode}, {Virkning: &next, FremdriftStatusKode: &state},
		}}}, Tidspunkt: soap.SkrivTid(l.Nu()),
	}}}})
	text, ok := koder(got, "20")
	if err != nil || !ok {
		return text, ok, err
	}
	found, err := l.findSag(ctx, s.UUIDIdentifikator)
	if err != nil || len(found.SagFiltreretOejebliksbillede) != 1 {
		return text, false, err
	}
	now := found.SagFiltreretOejebliksbillede[0].Registrering[0].TilstandListe.Fremdrift
	return text, len(now) == 1 && tekstAf(now[0].FremdriftStatusKode) == state, nil
}

func andenMaster(ctx context.Context, l *loeb) (string, bool, error) {
	s := l.sag()
	if _, err := l.importer(ctx, s); err != nil {
		return "", false, err
	}
	list := *s.Registrering[0].RelationListe.LokalUdvidelseListe
	for i, u := range list.Indhold {
		other := *u.Vaerdi.(*sdi.SagsitsystemRelation)
		id := oio.NameUUID("conform/anden").String()
		other.ReferenceID = &sdi.UnikId{UUIDIdentifikator: &id}
		list.Indhold[i].Vaerdi = &other
	}
	got, err := l.kaldSDI(ctx, 1, &sdi.OpdaterInput{Valg: []sdi.OpdaterInputValg{{OpdaterSagIndeks: &sdi.OpdaterSag{
		SagRet: sdi.SagRet{RetInput: sdi.RetInput{UUIDIdentifikator: s.UUIDIdentifikator}, RelationListe: &sdi.SagRelationListe{LokalUdvidelseListe: &list}}, Tidspunkt: soap.SkrivTid(l.Nu()),
	}}}})
	text, ok := koder(got, "49")
	return text, ok, err
}

// BrudSag is one way to break a rule of Sags- og Dokumentindeks in an otherwise good import.
type BrudSag struct {
	Regel string
	Hvad  string
	Bryd  func(s *sdi.Sag)
}

func p(s string) *string { return &s }

func virk(s *sdi.Sag) *sdi.Virkning {
	v := *s.Registrering[0].AttributListe.Egenskaber[0].Virkning
	s.Registrering[0].AttributListe.Egenskaber[0].Virkning = &v
	return &v
}

// relation is a copy of the first relation of a kind, put back so that it can be changed alone.
func relation(list []sdi.Relation) *sdi.Relation {
	r := &list[0]
	if r.LokalUdvidelseListe != nil {
		extra := *r.LokalUdvidelseListe
		extra.Indhold = append([]soap.Udvidelse(nil), extra.Indhold...)
		r.LokalUdvidelseListe = &extra
	}
	return r
}

func rel(s *sdi.Sag) *sdi.SagRelationListe { return &s.Registrering[0].RelationListe }

func egen(s *sdi.Sag) *sdi.SagEgenskaber { return &s.Registrering[0].AttributListe.Egenskaber[0] }

func journal(s *sdi.Sag, role, reference string, e *sdi.SagJournalpostEgenskaber) {
	v := egen(s).Virkning
	ref := &sdi.UnikId{URNIdentifikator: p(reference)}
	if _, err := oio.ParseUUID(reference); err == nil {
		ref = &sdi.UnikId{UUIDIdentifikator: p(reference)}
	}
	id := oio.NameUUID("dokument").String()
	rel(s).Journalpost = append(rel(s).Journalpost, sdi.SagJournalpostRelation{
		Relation: sdi.Relation{Virkning: v, Rolle: &sdi.UnikId{UUIDIdentifikator: &role}, Type: &sdi.UnikId{UUIDIdentifikator: &id}, Indeks: p("1"), ReferenceID: ref}, JournalpostEgenskaber: e,
	})
}

const (
	tilakteret = "69a0a697-0a77-4916-bea3-226594fa6627"
	notat      = "1281739d-93ea-486c-8950-607a4263bef0"
)

// BrudSDI breaks each rule that one import can break.
var BrudSDI = []BrudSag{
	{"SDI-03", "Ejer er en anden myndighed", func(s *sdi.Sag) {
		rel(s).Sagsaktoer[0].LokalUdvidelseListe.Indhold[0].Vaerdi.(*sdi.SagsaktoerUdvidelse).CVRNummer = p("29189846")
	}},
	{"SDI-08", "Tidspunkt mangler", func(s *sdi.Sag) { s.Registrering[0].Tidspunkt = nil }},
	{"SDI-08", "Tidspunkt i fremtiden", func(s *sdi.Sag) { s.Registrering[0].Tidspunkt = p("2999-01-01T00:00:00.000+01:00") }},
	{"SDI-10", "LivscyklusKode Opstaaet", func(s *sdi.Sag) { s.Registrering[0].LivscyklusKode = p("Opstaaet") }},
	{"SDI-11", "BrugerRef mangler", func(s *sdi.Sag) { s.Registrering[0].BrugerRef = nil }},
	{"SDI-12", "StsTidspunkt sendt", func(s *sdi.Sag) { s.Registrering[0].StsTidspunkt = p("2026-01-01T00:00:00.000+01:00") }},
	{"SDI-20", "Titel mangler", func(s *sdi.Sag) { egen(s).Titel = nil }},
	{"SDI-21", "Sagsnummer er et andet", func(s *sdi.Sag) { egen(s).Sagsnummer = p("et andet") }},
	{"SDI-23", "linjeskift i titlen", func(s *sdi.Sag) { egen(s).Titel = p("to\nlinjer") }},
	{"SDI-24", "tom hjemmel", func(s *sdi.Sag) { egen(s).OffentlighedUndtaget = &sdi.OffentlighedUndtaget{TitelAlternativTekst: "x"} }},
	{"SDI-25", "Kassationskode X", func(s *sdi.Sag) { egen(s).Kassationskode = p("X") }},
	{"SDI-26", "Foelsomhed mangler", func(s *sdi.Sag) { s.Registrering[0].AttributListe.LokalUdvidelseListe = nil }},
	{"SDI-30", "ingen Fremdrift", func(s *sdi.Sag) { s.Registrering[0].TilstandListe.Fremdrift = nil }},
	{"SDI-30", "begynder med Oplyst", func(s *sdi.Sag) { s.Registrering[0].TilstandListe.Fremdrift[0].FremdriftStatusKode = p("Oplyst") }},
	{"SDI-31", "to åbne tilstande", func(s *sdi.Sag) {
		f := s.Registrering[0].TilstandListe.Fremdrift
		s.Registrering[0].TilstandListe.Fremdrift = append(f, sdi.SagFremdrift{Virkning: f[0].Virkning, FremdriftStatusKode: p("Oplyst")})
	}},
	{"SDI-32", "Oplyst efter Afgjort", func(s *sdi.Sag) {
		f := &s.Registrering[0].TilstandListe.Fremdrift
		v := *(*f)[0].Virkning
		at := func(day string) *sdi.Tidspunkt {
			return &sdi.Tidspunkt{TidsstempelDatoTid: p(day + "T00:00:00.000+01:00")}
		}
		period := func(from, until *sdi.Tidspunkt) *sdi.Virkning {
			w := v
			w.FraTidspunkt, w.TilTidspunkt = from, until
			return &w
		}
		*f = []sdi.SagFremdrift{
			{Virkning: period(at("2024-01-01"), at("2024-02-01")), FremdriftStatusKode: p("Opstaaet")}, {Virkning: period(at("2024-02-01"), at("2024-03-01")), FremdriftStatusKode: p("Afgjort")},
			{Virkning: period(at("2024-03-01"), v.TilTidspunkt), FremdriftStatusKode: p("Oplyst")},
		}
	}},
	{"SDI-35", "Virkning mangler", func(s *sdi.Sag) { egen(s).Virkning = nil }},
	{"SDI-36", "FraTidspunkt uendeligt", func(s *sdi.Sag) { virk(s).FraTidspunkt = &sdi.Tidspunkt{GraenseIndikator: p("true")} }},
	{"SDI-37", "Til før Fra", func(s *sdi.Sag) {
		virk(s).TilTidspunkt = &sdi.Tidspunkt{TidsstempelDatoTid: p("2001-01-01T00:00:00.000+01:00")}
	}},
	{"SDI-38", "AktoerTypeKode Organisation", func(s *sdi.Sag) { virk(s).AktoerTypeKode = p("Organisation") }},
	{"SDI-39", "tid uden zone", func(s *sdi.Sag) { s.Registrering[0].Tidspunkt = p("2026-01-01T00:00:00.000") }},
	{"SDI-50", "Rolle mangler", func(s *sdi.Sag) { relation(rel(s).Sagsaktoer).Rolle = nil }},
	{"SDI-51", "en parts rolle på en aktør", func(s *sdi.Sag) { relation(rel(s).Sagsaktoer).Rolle = rel(s).Sagspart[0].Rolle }},
	{"SDI-52", "to Ansvarlige på samme tid", func(s *sdi.Sag) { rel(s).Sagsaktoer = append(rel(s).Sagsaktoer, rel(s).Sagsaktoer[1]) }},
	{"SDI-53", "Indeks på Ejer", func(s *sdi.Sag) { relation(rel(s).Sagsaktoer).Indeks = p("1") }},
	{"SDI-54", "Ejer ophører uden afløser", func(s *sdi.Sag) {
		v := *rel(s).Sagsaktoer[0].Virkning
		v.TilTidspunkt = &sdi.Tidspunkt{TidsstempelDatoTid: p("2998-01-01T00:00:00.000+01:00")}
		rel(s).Sagsaktoer[0].Virkning = &v
	}},
	{"SDI-55", "Ansvarlig er en Organisation", func(s *sdi.Sag) { rel(s).Sagsaktoer[1].Type = rel(s).Sagsaktoer[0].Type }},
	{"SDI-56", "CVR mangler på Ejer", func(s *sdi.Sag) {
		rel(s).Sagsaktoer[0].LokalUdvidelseListe.Indhold[0].Vaerdi.(*sdi.SagsaktoerUdvidelse).CVRNummer = nil
	}},
	{"SDI-57", "parten har ingen FuldtNavn", func(s *sdi.Sag) { rel(s).Sagspart[0].LokalUdvidelseListe = nil }},
	{"SDI-58", "parten er en UUID", func(s *sdi.Sag) { rel(s).Sagspart[0].ReferenceID = rel(s).Sagsaktoer[0].ReferenceID }},
	{"SDI-59", "CPR-nummer uden dato", func(s *sdi.Sag) {
		rel(s).Sagspart[0].ReferenceID = &sdi.UnikId{URNIdentifikator: p("urn:oio:cpr-nr:9999999999")}
	}},
	{"SDI-60", "KLE-nummer med fire cifre", func(s *sdi.Sag) {
		rel(s).Sagsklasse[0].LokalUdvidelseListe.Indhold[0].Vaerdi.(*sdi.SagsklasseUdvidelse).BrugervendtNoegle = p("27.35")
	}},
	{"SDI-62", "visningsklasse som URN", func(s *sdi.Sag) {
		c := rel(s).Sagsklasse[0]
		id := oio.NameUUID("conform/rolle").String()
		c.Rolle, c.Indeks, c.ReferenceID = &sdi.UnikId{UUIDIdentifikator: &id}, p("1"), &sdi.UnikId{URNIdentifikator: p("urn:oio:visning:x")}
		rel(s).Sagsklasse = append(rel(s).Sagsklasse, c)
	}},
	{"SDI-63", "SystemURI sendt", func(s *sdi.Sag) {
		rel(s).LokalUdvidelseListe.Indhold[0].Vaerdi.(*sdi.SagsitsystemRelation).SystemURI = p("http://x")
	}},
	{"SDI-64", "Master uden SystemNavn", func(s *sdi.Sag) {
		rel(s).LokalUdvidelseListe.Indhold[0].Vaerdi.(*sdi.SagsitsystemRelation).SystemNavn = nil
	}},
	{"SDI-70", "journalpost til et ukendt dokument", func(s *sdi.Sag) { journal(s, tilakteret, oio.NameUUID("conform/intet").String(), nil) }},
	{"SDI-71", "henvisning til en ukendt sag", func(s *sdi.Sag) {
		id := oio.NameUUID("conform/ingen").String()
		r := sdi.Relation{Virkning: egen(s).Virkning, Rolle: &sdi.UnikId{UUIDIdentifikator: p("d29c49f0-931e-4d42-8db4-a8fc67c8af58")}, Type: rel(s).Sagsklasse[0].Type, ReferenceID: &sdi.UnikId{UUIDIdentifikator: &id}}
		rel(s).Sagsrelation = append(rel(s).Sagsrelation, r)
	}},
	{"SDI-72", "journalnotat uden Format", func(s *sdi.Sag) {
		journal(s, notat, "URN:Empty", &sdi.SagJournalpostEgenskaber{JournalnotatEgenskaber: &sdi.SagJournalnotatEgenskaber{Titel: p("x"), Notat: p("eA==")}})
	}},
	{"SDI-73", "notatfelter kun delvis", func(s *sdi.Sag) {
		journal(s, tilakteret, s.UUIDIdentifikator, &sdi.SagJournalpostEgenskaber{JournalnotatEgenskaber: &sdi.SagJournalnotatEgenskaber{Titel: p("x")}})
	}},
	{"SDI-74", "et notat på 200 KB", func(s *sdi.Sag) {
		journal(s, notat, "URN:Empty", &sdi.SagJournalpostEgenskaber{JournalnotatEgenskaber: &sdi.SagJournalnotatEgenskaber{
			Titel: p("x"), Notat: p(base64.StdEncoding.EncodeToString([]byte(strings.Repeat("x", 200<<10)))), Format: p("tekst")}})
	}},
	{"SDI-75", "undtagelse på journalposten", func(s *sdi.Sag) {
		journal(s, tilakteret, s.UUIDIdentifikator, &sdi.SagJournalpostEgenskaber{OffentlighedUndtaget: &sdi.OffentlighedUndtaget{TitelAlternativTekst: "x", OffentlighedUndtagetHjemmelTekst: "y"}})
	}},
	{"SDI-76", "sikkerhedsprofil uden Indeks", func(s *sdi.Sag) {
		r := rel(s).Sagsaktoer[0]
		r.LokalUdvidelseListe = nil
		rel(s).LokalUdvidelseListe.Indhold = append(rel(s).LokalUdvidelseListe.Indhold, soap.Udvidelse{Navn: "si:Sikkerhedsprofil", Vaerdi: &sdi.SagIndeksSikkerhedsprofilRelation{Relation: r}})
	}},
}

// brudSag tries one broken rule: it is refused at its grade, and where answers name our rules, by its number.
func brudSag(b BrudSag) sagen {
	return sagen{"brud: " + b.Hvad, b.Regel, b.Hvad, "afvist eller bemærket efter reglens grad", true, func(ctx context.Context, l *loeb) (string, bool, error) {
		s := l.sag()
		b.Bryd(s)
		got, err := l.importer(ctx, s)
		if err != nil || len(got) != 1 {
			return "", false, err
		}
		return got[0].String(), l.passer(sdi.Regler[b.Regel], got[0]), nil
	}}
}

// passer holds an answer against the grade a rule has at this endpoint.
func (l *loeb) passer(rule *soap.Regel, got svar) bool {
	grade := rule.Mild
	if l.Streng {
		grade = rule.Streng
	}
	named := !l.Navngiver || strings.Contains(got.tekst, rule.Nr)
	refused := got.kode != "20"
	switch grade {
	case soap.Afvis:
		return refused && (named || got.kode == "fault")
	case soap.Advarsel:
		return !refused && named || refused && rule.Nr == "YDI-24" // a third system is refused by the schema already
	}
	return true
}
