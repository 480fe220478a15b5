package projection

import "fmt"

// Tilstand is the state a source object is in towards its index; every object is in exactly one (R102).
type Tilstand uint8

// The five states. Projection itself only gives Venter, Holdt and Udeladt as verdicts, and Ens for what is to be sent; the
// ledger knows whether that has happened (Ens), is still to happen (Venter) or was refused (Parkeret).
const (
	Ens      Tilstand = iota + 1 // the index holds just this
	Venter                       // waits: for a reference, for its turn, for activation
	Holdt                        // held by policy until a person decides
	Parkeret                     // refused by the target; shown with its words
	Udeladt                      // left out by a rule
)

var tilstande = [...]string{"", "ens", "venter", "holdt", "parkeret", "udeladt"}

// Tilstande lists the five states in the order pages show them.
func Tilstande() []Tilstand { return []Tilstand{Ens, Venter, Holdt, Parkeret, Udeladt} }

// String is the word in JSON and on the command line.
func (t Tilstand) String() string { return tilstande[t] }

// Grund is why an object is where it is. Its numbers are kept in the ledger: append, never renumber.
type Grund uint8

// The reasons projection gives, and the three the ledger adds.
const (
	Sendes             Grund = iota // to be sent; in the ledger: has been sent
	SagstypeUkendt                  // refers to a sagstype that has not come yet
	EnhedUkendt                     // the enhed or one above it has not come yet
	SagUkendt                       // the grant's case has not come yet
	YdelseUkendt                    // the grant's ydelse has not come yet
	Slettet                         // deleted in the source
	SagSlettet                      // the grant's case is deleted in the source
	IkkeOpmaerket                   // the sagstype has no KLE number
	SkalIkkeOverfoeres              // a person decided so for the sagstype
	EnhedUdenKombit                 // resolves to no KOMBIT id up to the top
	Pakke                           // a package is never sent
	SkalIkkeMappes                  // a person decided so for the ydelse
	ManglerType                     // no common type chosen
	UkendtKode                      // a standard's code that the catalogue does not have
	Afvist                          // the target refused it
	IkkeAktiv                       // Eksporter sager is not active
	IKoe                            // planned, not sent yet
	TilSletning                     // to be removed from the index, perhaps waiting for a person (R100)
	SlettetIKoe                     // deleted in the source and still to be removed from the index
)

type grundFakta struct {
	kode     string
	tilstand Tilstand
	regel    string
	dansk    string
	english  string
}

var grunde = [...]grundFakta{
	Sendes:             {"sendt", Ens, "R091", "sendt", "sent"},
	SagstypeUkendt:     {"sagstype-ukendt", Venter, "R102", "sagstypen er ikke kommet fra kilden endnu", "its sagstype has not come yet"},
	EnhedUkendt:        {"enhed-ukendt", Venter, "R102", "enheden, eller en over den, er ikke kommet fra kilden endnu", "its enhed, or one above it, has not come yet"},
	SagUkendt:          {"sag-ukendt", Venter, "R102", "sagen er ikke kommet fra kilden endnu", "its sag has not come yet"},
	YdelseUkendt:       {"ydelse-ukendt", Venter, "R102", "ydelsen er ikke kommet fra kilden endnu", "its ydelse has not come yet"},
	Slettet:            {"slettet", Udeladt, "R096", "slettet i kilden", "deleted in the source"},
	SagSlettet:         {"sag-slettet", Udeladt, "R096", "sagen er slettet i kilden", "its sag is deleted in the source"},
	IkkeOpmaerket:      {"ikke-opmaerket", Udeladt, "R004", "sagstypen har ikke noget KLE-nummer", "its sagstype has no KLE number"},
	SkalIkkeOverfoeres: {"skal-ikke-overfoeres", Udeladt, "R009", "det er besluttet, at sagstypen ikke skal overføres", "its sagstype is decided not to be sent"},
	EnhedUdenKombit:    {"enhed-uden-kombit-id", Holdt, "R072", "enheden kan ikke findes i FK Organisation, heller ikke opad", "its enhed resolves to no KOMBIT id up to the top"},
	Pakke:              {"pakke", Udeladt, "R023", "en ydelsespakke sendes aldrig; det gør ydelserne i den", "a package is never sent; the services in it are"},
	SkalIkkeMappes:     {"skal-ikke-mappes", Udeladt, "R030", "det er besluttet, at ydelsen ikke skal mappes", "its ydelse is decided not to be mapped"},
	ManglerType:        {"mangler-type", Holdt, "R028", "ydelsen mangler en fælleskommunal ydelsestype", "its ydelse has no common type yet"},
	UkendtKode:         {"ukendt-kode", Holdt, "R020", "ydelsens FSIII- eller FFB-kode findes ikke i kataloget", "its FSIII or FFB code is not in the catalogue"},
	Afvist:             {"afvist", Parkeret, "R103", "indekset afviste den", "refused by the index"},
	IkkeAktiv:          {"ikke-aktiv", Venter, "R090", "Eksporter sager er ikke aktiveret for den endnu", "Eksporter sager is not active for it yet"},
	IKoe:               {"i-koe", Venter, "R091", "på vej", "on its way"},
	TilSletning:        {"til-sletning", Venter, "R100", "skal fjernes fra indekset", "to be removed from the index"},
	SlettetIKoe:        {"slettet-i-koe", Venter, "R096", "slettet i kilden og skal fjernes fra indekset", "deleted in the source, to be removed from the index"},
}

// AfKilden reports whether an object with this reason is one the source still has, and so counts in R102's sum.
func (g Grund) AfKilden() bool { return g != Slettet && g != SlettetIKoe }

// Kode is the word for machines.
func (g Grund) Kode() string { return grunde[g].kode }

// String is the word for machines.
func (g Grund) String() string { return grunde[g].kode }

// MarshalText writes the word for machines.
func (g Grund) MarshalText() ([]byte, error) { return []byte(g.Kode()), nil }

// UnmarshalText reads the word for machines.
func (g *Grund) UnmarshalText(text []byte) error {
	for known := range grunde {
		if grunde[known].kode == string(text) {
			*g = Grund(known)
			return nil
		}
	}
	return fmt.Errorf("no reason %q", text)
}

// Tilstand is the state the reason puts an object in.
func (g Grund) Tilstand() Tilstand { return grunde[g].tilstand }

// Regel is the rule behind the reason.
func (g Grund) Regel() string { return grunde[g].regel }

// Dansk is the sentence for pages.
func (g Grund) Dansk() string { return grunde[g].dansk }

// English is the sentence for logs and the command line.
func (g Grund) English() string { return grunde[g].english }
