package oio

// Sagsindhold is what a source system has said of a case beyond Sag: what is on file, who else is party, and how it hangs together with
// other cases (SF1470 §4.6–4.9). Our own exporter's cases have none of it.
type Sagsindhold struct {
	Dokumenter []Aktstykke
	Notater    []Journalnotat
	Parter     []Sagspart // all but the primary one
	Relationer []Sagsrelation
	Afgoerelse string // title of the decision's class; empty while there is none
	Sagsstatus string // the source system's own word, shown beside Fremdrift
	Behandler  Aktoer // the unit that handles the case, if it is one; never a person
	Undtaget   bool   // the citizen is not to be shown the case (06 B15)
	// Of a case exempt from public access: the title anybody may see, and the real one.
	OffentligTitel, EgentligTitel string
}

// Aktstykke is a document on file. Its title here beats the document's own (06 §1.3).
type Aktstykke struct {
	Dokument UUID
	Titel    string
	Dato     Dato
	Vedlagt  bool
}

// Journalnotat is a note of at most 100 kB in the format the source names.
type Journalnotat struct {
	Titel, Format string
	Indhold       []byte
	Dato          Dato
}

// Sagspart is a party that is not the primary one: a person by number, or a company by Nummer, or only a name.
type Sagspart struct {
	Part
	Nummer string // «CVR 12345678»; empty for people
	Rolle  string
}

// Sagsrelation is another case this one refers to.
type Sagsrelation struct {
	Rolle string // Oversag, or Anden sag
	Sag   UUID
}
