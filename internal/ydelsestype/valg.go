package ydelsestype

// Grund is why a type may not be chosen.
type Grund string

// The reasons of R021.
const (
	GrundAutomatisk Grund = "automatisk" // the care record maps these types itself
	GrundEgenFSIII  Grund = "egen-fsiii" // the municipality uses FSIII for SUL §§119 and 140
)

// Afvist is the refusal to use a type as the target of a local ydelse (R021).
type Afvist struct {
	Noegle  string
	Grund   Grund
	Message string // English, for logs and the command line
	Dansk   string // for people on pages, with what to do instead
}

// Error says which type and why, in English.
func (a *Afvist) Error() string { return "ydelsestype " + a.Noegle + ": " + a.Message }

// Automatisk reports whether ydelser of this type map themselves and are not in the list to map: FSIII classic and FFB
// (R020).
func (t Type) Automatisk() bool { return t.Liste == FSIIIClassic || t.Liste == FFB }

// Valgbar says whether a person may choose the type for a local ydelse, nil if so, else an *Afvist (R021). egenFSIII tells
// whether the municipality itself uses FSIII for prevention and rehabilitation (SUL §§119 and 140); where it does not,
// those types may be chosen. The one automatic type that may always be chosen is Koordinerende 0-ydelse under SEL §83
// (R032). Lists the deck did not know (ældrelov, hjælpemidler, FBØ, LTT) may be chosen: nothing maps them automatically.
func (t Type) Valgbar(egenFSIII bool) error {
	switch {
	case t.Noegle == koordinerende0ydelse:
		return nil
	case t.Automatisk():
		return &Afvist{
			Noegle: t.Noegle, Grund: GrundAutomatisk,
			Message: "types of " + string(t.Liste) + " are mapped automatically and cannot be chosen; use the alternative type, or set the service up with its " + t.Standard() + " code in the care record",
			Dansk:   "Ydelsestyper fra " + string(t.Liste) + " mappes automatisk og kan ikke vælges. Brug den alternative ydelsestype, eller opsæt ydelsen med dens " + t.Standard() + "-kode i omsorgssystemet.",
		}
	case t.Liste == FSIIIForebyggelse && egenFSIII:
		return &Afvist{
			Noegle: t.Noegle, Grund: GrundEgenFSIII,
			Message: "the municipality uses FSIII for SUL 119 and 140, so these types are mapped automatically and cannot be chosen",
			Dansk:   "Kommunen bruger selv FSIII på SUL § 119 og § 140, så disse ydelsestyper mappes automatisk og kan ikke vælges. Opsæt ydelsen med FSIII i omsorgssystemet.",
		}
	}
	return nil
}
