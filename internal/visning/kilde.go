package visning

import (
	"net/url"

	"indeksbro/internal/projection"
)

// Kilde is what is known of a source object that is not in the index: why, and what it hangs on.
type Kilde struct {
	Grund                   projection.Grund
	Sagstype, Ydelse, Enhed string // their ids in the source; a case has no ydelse
}

// AfLedger is the ledger's reason in the same kind of sentence as the others, with the way to where it is mended (S10).
func AfLedger(k Kilde) Grund {
	g := Grund{Kode: IkkeAfsendt, Regel: k.Grund.Regel(), Tekst: k.Grund.Dansk()}
	switch k.Grund {
	case projection.IkkeOpmaerket:
		g.Tekst = "sagstypen har ingen KLE"
	case projection.ManglerType:
		g.Tekst = "holdt tilbage: ydelsen mangler type"
	default:
		switch k.Grund.Tilstand() {
		case projection.Holdt:
			g.Tekst = "holdt tilbage: " + g.Tekst
		case projection.Venter:
			g.Tekst = "venter: " + g.Tekst
		}
	}
	g.Adresse = k.adresse()
	return g
}

// adresse is the page of the workbench where the reason can be mended; empty when it is the source that must change.
func (k Kilde) adresse() string {
	at := func(kind, id string) string {
		if id == "" {
			return ""
		}
		return "/vaerksted/" + kind + "/" + url.PathEscape(id)
	}
	switch k.Grund {
	case projection.IkkeOpmaerket, projection.SkalIkkeOverfoeres:
		return at("sagstype", k.Sagstype)
	case projection.ManglerType, projection.UkendtKode, projection.SkalIkkeMappes, projection.Pakke:
		return at("ydelse", k.Ydelse)
	case projection.EnhedUdenKombit:
		return at("enhed", k.Enhed)
	case projection.IkkeAktiv, projection.IKoe, projection.Afvist, projection.TilSletning, projection.SlettetIKoe:
		return "/vaerksted/eksport"
	}
	return ""
}
