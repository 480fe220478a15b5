package app

import (
	"context"
	"maps"
	"net/http"
	"strings"
	"sync"

	"indeksbro/internal/export"
	"indeksbro/internal/index"
	"indeksbro/internal/kle"
	"indeksbro/internal/oio"
	"indeksbro/internal/politik"
	"indeksbro/internal/soap"
	"indeksbro/internal/soap/klassifikation"
	fk "indeksbro/internal/soap/organisation"
	"indeksbro/internal/soap/sdi"
	"indeksbro/internal/soap/ydelsehent"
	"indeksbro/internal/soap/ydi"
	"indeksbro/internal/ydelsestype"
)

// tjenester are the official services over the embedded indexes.
func (b *bro) tjenester() []*soap.Tjeneste {
	strict := func(kommune oio.CVR) bool {
		p, err := b.db.Politik(context.Background(), kommune)
		return err != nil || !p.SOAPMild
	}
	dangling := func(kommune oio.CVR) bool {
		p, err := b.db.Politik(context.Background(), kommune)
		return err != nil || p.SOAPHenvisninger
	}
	cases := &sdi.Tjeneste{Indeks: b.index, Streng: strict, Henvisninger: dangling, Kilder: sdi.Kilder{KLE: b.kleOpslag, Enhed: b.enhedsopslag}}
	grants := &ydi.Tjeneste{Indeks: b.index, Streng: strict, Kilder: ydi.Kilder{KLE: b.kleOpslag, Typer: b.typeopslag}}
	all := append([]*soap.Tjeneste{cases.SOAP(), cases.SagSOAP()}, grants.SOAP()...)
	all = append(all, (&ydelsehent.Tjeneste{Indeks: b.index}).SOAP())
	all = append(all, (&klassifikation.Tjeneste{Kilde: b.klassifikationer}).SOAP()...)
	return append(all, (&fk.Tjeneste{Myndighed: b.myndighed}).SOAP()...)
}

// kleOpslag finds a number's official identity and whether it is in force. Where no KLE is imported, nothing is known and
// everything let pass.
func (b *bro) kleOpslag(ctx context.Context, kommune oio.CVR) (func(string, oio.Dato) (oio.UUID, bool), error) {
	plan, err := b.db.Plan(ctx, kommune, true)
	if err != nil {
		return nil, err
	}
	if len(plan.Klasser) == 0 {
		return func(string, oio.Dato) (oio.UUID, bool) { return oio.UUID{}, true }, nil
	}
	return func(number string, on oio.Dato) (oio.UUID, bool) {
		class, found := plan.Find(kle.Nummer(number))
		if !found {
			return oio.UUID{}, false
		}
		official, _ := oio.ParseUUID(class.UUID)
		return official, class.IKraft(on)
	}, nil
}

func (b *bro) enhedsopslag(ctx context.Context, kommune oio.CVR) (func(oio.UUID) bool, error) {
	tree, err := b.Organisation(ctx, kommune)
	if err != nil {
		return nil, err
	}
	return func(id oio.UUID) bool {
		unit, found := tree.Find(id)
		return tree.Len() == 0 || (found && unit.Aktiv())
	}, nil
}

// typeopslag knows the common types by the identities our own exporter gives them.
func (b *bro) typeopslag(context.Context, oio.CVR) (ydi.Ydelsestyper, error) {
	b.typer.Do(func() {
		b.typeklasser = map[oio.UUID]typeklasse{}
		for _, t := range ydelsestype.Nyeste().Typer() {
			class := oio.NewKlasse("ydelsestype", t.Noegle, t.Navn, "")
			b.typeklasser[class.UUID] = typeklasse{class, string(t.Art)}
		}
	})
	return func(id oio.UUID) (oio.Klasse, string, bool) {
		t, known := b.typeklasser[id]
		return t.klasse, t.art, known
	}, nil
}

type typeklasse struct {
	klasse oio.Klasse
	art    string
}

// samtidigeKald is how many messages are worked at once; each may be 5 MB.
const samtidigeKald = 16

// registrerSOAP puts the services at their addresses.
func (t *tjeneste) registrerSOAP(mux *http.ServeMux, security soap.Sikkerhed) {
	t.registrerTjenester(mux, security, t.besked)
}

// registrerTjenester does, for whichever municipality a caller's token is of; told hears of each exchange.
func (t *tjeneste) registrerTjenester(mux *http.ServeMux, security soap.Sikkerhed, told func(soap.Besked)) {
	limit := make(chan struct{}, samtidigeKald)
	for _, service := range t.b.tjenester() {
		mux.Handle("/soap/"+service.Adresse, &soap.Server{Tjeneste: service, Sikkerhed: security, Nu: t.m.Nu, Log: t.log, Besked: told, Samtidige: limit})
	}
}

// besked counts an exchange and keeps it for the vendor's view.
func (t *tjeneste) besked(b soap.Besked) {
	t.metrics.besked(b)
	t.beskeder.noter(b)
}

// maal is the exporter's target: whatever the policy names now.
type maal struct {
	b *bro
	m *miljoe

	mu            sync.Mutex
	policy        politik.Politik
	maerke        string // of the files of certificates it was made with
	cases, grants indeks
}

// indeks is an index that can be written to and read.
type indeks interface {
	export.Indeks
	Soeg(ctx context.Context, kommune oio.CVR, s index.Soegning) ([]oio.Gemt, error)
	ObjekterMed(ctx context.Context, kommune oio.CVR, ids []oio.UUID) (map[oio.UUID]oio.Gemt, error)
}

func (x *maal) indeks(ctx context.Context, art oio.Art) (target indeks, mark string, err error) {
	p, err := x.b.politik(ctx)
	if err != nil {
		return nil, "", err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if p.MaalSTS != "" {
		mark = filmaerke(klientfiler(p.Certifikat)...)
	}
	if x.cases == nil || p != x.policy || mark != x.maerke {
		cases, grants, err := x.b.indekser(x.m, p)
		switch {
		case err == nil:
			x.cases, x.grants, x.policy, x.maerke = cases, grants, p, mark
		case x.cases == nil || p != x.policy:
			return nil, "", err
		} // a certificate half written: the one before goes on until it can be read
	}
	if art == oio.ArtSag {
		return x.cases, mark, nil
	}
	return x.grants, mark, nil
}

// medNyeste makes a call. One that fails while certificates are exchanged (made with those of before, answered with the new) is made again.
func (x *maal) medNyeste(ctx context.Context, art oio.Art, do func(indeks) error) error {
	target, mark, err := x.indeks(ctx, art)
	if err != nil {
		return err
	}
	failed := do(target)
	if failed == nil || mark == "" || ctx.Err() != nil {
		return failed
	}
	target, now, err := x.indeks(ctx, art)
	if err != nil || now == mark {
		return failed
	}
	return do(target)
}

// Importer implements export.Indeks; the objects of a call are of one kind.
func (x *maal) Importer(ctx context.Context, kommune oio.CVR, objects []oio.Registreret) (answers []export.Svar, err error) {
	if len(objects) == 0 {
		return nil, nil
	}
	ids := identiteter(objects)
	art := objects[0].Objekt.ObjektArt()
	err = x.medNyeste(ctx, art, func(target indeks) (err error) {
		answers, err = x.m.kald(ctx, "import", art, ids, func(ctx context.Context) ([]export.Svar, error) { return target.Importer(ctx, kommune, objects) })
		return err
	})
	return answers, err
}

// samlet gives the embedded index, which lies in the ledger's own database, where the policy names no other.
func (x *maal) samlet(ctx context.Context, art oio.Art) (export.Samlet, error) {
	target, _, err := x.indeks(ctx, art)
	if own, is := target.(*index.Index); is && err == nil {
		return &egetMaal{x.m, own}, nil
	}
	return nil, err
}

// egetMaal is the embedded index as the exporter's target: each call is told of like those to others.
type egetMaal struct {
	m      *miljoe
	indeks *index.Index
}

// ImporterMed implements export.Samlet.
func (x *egetMaal) ImporterMed(ctx context.Context, kommune oio.CVR, objects []oio.Registreret, bog func([]export.Svar) export.Bogfoering) ([]export.Svar, error) {
	return x.m.kald(ctx, "import", objects[0].Objekt.ObjektArt(), identiteter(objects), func(ctx context.Context) ([]export.Svar, error) {
		return x.indeks.ImporterMed(ctx, kommune, objects, bog)
	})
}

func identiteter(objects []oio.Registreret) []oio.UUID {
	ids := make([]oio.UUID, len(objects))
	for i := range objects {
		ids[i] = objects[i].Objekt.Identitet()
	}
	return ids
}

// ObjekterMed implements export.Laeser where the index can be asked; of another nothing is known, so all is sent again.
func (x *maal) ObjekterMed(ctx context.Context, kommune oio.CVR, ids []oio.UUID) (map[oio.UUID]oio.Gemt, error) {
	all := map[oio.UUID]oio.Gemt{}
	for _, art := range []oio.Art{oio.ArtSag, oio.ArtBevilling} {
		err := x.medNyeste(ctx, art, func(target indeks) error {
			some, err := target.ObjekterMed(ctx, kommune, ids)
			if err == nil {
				maps.Copy(all, some)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// Fjern implements export.Indeks.
func (x *maal) Fjern(ctx context.Context, kommune oio.CVR, art oio.Art, ids []oio.UUID) (answers []export.Svar, err error) {
	err = x.medNyeste(ctx, art, func(target indeks) (err error) {
		answers, err = x.m.kald(ctx, "remove", art, ids, func(ctx context.Context) ([]export.Svar, error) { return target.Fjern(ctx, kommune, art, ids) })
		return err
	})
	return answers, err
}

// indekser are the indexes to export to: the embedded ones, or those that the policy gives addresses of.
func (b *bro) indekser(m *miljoe, p politik.Politik) (cases, grants indeks, err error) {
	cases, grants = b.index, b.index
	if p.MaalSDI == "" && p.MaalYDI == "" {
		return cases, grants, nil
	}
	security, transport, err := b.segl(m, p)
	if err != nil {
		return nil, nil, err
	}
	client := func(url, audience string, f *soap.Familie) *soap.Klient {
		return &soap.Klient{Adresse: url, Audience: audience, V12: true, Familie: f, HTTP: transport, Segl: security, Nu: m.Nu, Sendt: m.besked}
	}
	official := !loopback(p.MaalSDI + p.MaalYDI)
	if p.MaalSDI != "" {
		cases = &sdi.Maal{Klient: client(p.MaalSDI, sdi.EntityID, sdi.Familie), KunOfficielle: official}
	}
	if p.MaalYDI != "" {
		base := strings.TrimSuffix(p.MaalYDI, "/")
		types, err := b.typeopslag(context.Background(), b.kommune)
		if err != nil {
			return nil, nil, err
		}
		grants = &ydi.Maal{
			Klient: client(base+"/"+ydi.Adresse, ydi.EntityID, ydi.Familie), Bevilling: client(base+"/"+ydi.AdresseBevilling, ydi.EntityID, ydi.Familie), KunOfficielle: official,
			Typer: types,
		}
	}
	return cases, grants, nil
}

// loopback reports whether an address is this machine's: an embedded index, which may get stand-in identities.
func loopback(url string) bool {
	return strings.Contains(url, "://127.0.0.1") || strings.Contains(url, "://localhost") || strings.Contains(url, "://[::1]")
}
