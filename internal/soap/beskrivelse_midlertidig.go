package soap

// Operation is one operation of a service.
type Operation struct{ Navn, Action, Ind, Ud string }

// Beskrivelse is a service as its WSDL tells it.
type Beskrivelse struct {
	Navn, Rum, Port string
	SOAP12          bool
	KraevAction     bool
	Operationer     []Operation
}

// WSDL is the description.
func (f *Familie) WSDL(b Beskrivelse, adresse string) []byte { return nil }
