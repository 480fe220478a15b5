package ydi

import "indeksbro/internal/soap"

// Familie is the alphabet of FK Ydelsesindeks, version 6.
var Familie = soap.NyFamilie(
	map[string]string{
		"bi":  "urn:oio:sts:ydelse:bevillingindeks:6",
		"gd":  "urn:oio:sts:generelledefinitioner:6",
		"go":  "urn:oio:sts:generelleoperationer:6",
		"oef": "urn:oio:sts:ydelse:oekonomiskeffektueringindeks:6",
		"sd":  "urn:oio:sagdok:3.0.0",
		"yi":  "urn:oio:sts:ydelse:ydelseindeks:6",
	},
	map[string]soap.Simpel{
		"bi:FoelsomhedType":                            soap.Valg("IKKE_FORTROLIGE_DATA", "FORTROLIGE_PERSONOPLYSNINGER", "FOELSOMME_PERSONOPLYSNINGER", "VIP_SAGER"),
		"bi:ForudBagud":                                soap.Valg("Forud", "Bagud"),
		"gd:BeloebType":                                soap.Moenster(`-?[0-9]+(\.[0-9]+)?`),
		"sd:AktoerTypeKodeType":                        soap.Valg("Organisation", "OrganisationEnhed", "OrganisationFunktion", "Bruger", "ItSystem", "Interessefaellesskab"),
		"sd:LivscyklusKodeType":                        soap.Valg("Opstaaet", "Importeret", "Passiveret", "Slettet"),
		"yi:AndOrType":                                 soap.Valg("AND", "OR"),
		"yi:BevillingInkluderFilterType":               soap.Valg("bevilgetydelse"),
		"yi:BevillingSorteringFilterType":              soap.Valg("FuldtNavn", "Ydelsesnavn"),
		"yi:BevillingVisFilterType":                    soap.Valg("egenskaber", "egenskaberlokaludvidelse", "bevilgetydelse", "sag", "part", "aktoer-ejer", "aktoer-ansvarlig", "sikkerhedsprofil"),
		"yi:Element":                                   soap.Valg("bevillinger", "ydelser", "effektueringer"),
		"yi:OekonomiskEffektueringInkluderFilterType":  soap.Valg("oekonomiskeydelseeffektueringer"),
		"yi:OekonomiskEffektueringSorteringFilterType": soap.Valg("Dispositionsdato"),
		"yi:OekonomiskEffektueringVisFilterType":       soap.Valg("egenskaber", "aktoer", "oekonomiskeydelseeffektueringer", "itsystem"),
		"yi:SorteringFilterRetningType":                soap.Valg("Stigende", "Faldende"),
	},
	map[string]any{
		"bi:FjernInput":                       UuidNoteInput{},
		"bi:FjernOutput":                      BasicOutput{},
		"bi:RegistreringBesked":               BevillingRegistreringBesked{},
		"bi:Sikkerhedsprofil":                 BevillingSikkerhedsprofilRelation{},
		"bi:SoegBevilgetYdelseLokalUdvidelse": SoegBevilgetYdelse{},
		"bi:SoegEgenskaberLokalUdvidelse":     SoegBevillingEgenskaber{},
		"oef:FjernInput":                      UuidNoteInput{},
		"oef:FjernOutput":                     BasicOutput{},
		"oef:RegistreringBesked":              EffektueringRegistreringBesked{},
		"oef:SoegEgenskaberLokalUdvidelse":    SoegEffektueringEgenskaber{},
		"oef:SoegOekonomiskYdelseEffektueringRelationLokalUdvidelse": SoegYdelseEffektuering{},
		"yi:FremsoegYdelseIndeksInput":                               FremsoegInput{},
		"yi:FremsoegYdelseIndeksOutput":                              FremsoegOutput{},
		"yi:ImporterYdelseIndeksInput":                               ImporterInput{},
		"yi:ImporterYdelseIndeksOutput":                              MultipleOutput{},
		"yi:OpdaterYdelseIndeksInput":                                OpdaterInput{},
		"yi:OpdaterYdelseIndeksOutput":                               MultipleOutput{},
	},
)

// ImporterInput is yi:ImporterYdelseIndeksInputType.
type ImporterInput struct {
	_    struct{}            `oio:"yi:ImporterYdelseIndeksInputType"`
	Valg []ImporterInputValg `oio:"*valg"`
}

// ImporterInputValg is one element of ImporterInput; exactly one field is filled.
type ImporterInputValg struct {
	_                            struct{}            `oio:"yi:ImporterYdelseIndeksInputType"`
	BevillingIndeks              *BevillingImport    `oio:"BevillingIndeks"`
	OekonomiskEffektueringIndeks *EffektueringImport `oio:"OekonomiskEffektueringIndeks"`
}

// MultipleOutput is sd:MultipleOutputType.
type MultipleOutput struct {
	_             struct{}        `oio:"sd:MultipleOutputType valg"`
	UnikRetur     []UnikRetur     `oio:"UnikRetur"`
	StandardRetur []StandardRetur `oio:"StandardRetur"`
}

// OpdaterInput is yi:OpdaterYdelseIndeksInputType.
type OpdaterInput struct {
	_    struct{}           `oio:"yi:OpdaterYdelseIndeksInputType"`
	Valg []OpdaterInputValg `oio:"*valg"`
}

// OpdaterInputValg is one element of OpdaterInput; exactly one field is filled.
type OpdaterInputValg struct {
	_                                   struct{}             `oio:"yi:OpdaterYdelseIndeksInputType"`
	OpdaterBevillingIndeks              *OpdaterBevilling    `oio:"OpdaterBevillingIndeks"`
	OpdaterOekonomiskEffektueringIndeks *OpdaterEffektuering `oio:"OpdaterOekonomiskEffektueringIndeks"`
}

// FremsoegInput is yi:FremsoegYdelseIndeksInputType.
type FremsoegInput struct {
	_                          struct{}   `oio:"yi:FremsoegYdelseIndeksInputType"`
	BevillingUuid              []string   `oio:"BevillingUuid string"`
	OekonomiskEffektueringUuid []string   `oio:"OekonomiskEffektueringUuid string"`
	SoegUdtryk                 SoegUdtryk `oio:"SoegUdtryk"`
	Filter                     *Filter    `oio:"Filter"`
	Sortering                  *Sortering `oio:"Sortering"`
}

// FremsoegOutput is yi:FremsoegYdelseIndeksOutputType.
type FremsoegOutput struct {
	_ struct{} `oio:"yi:FremsoegYdelseIndeksOutputType"`
	BasicOutput
	Antal                                           []Antal                                 `oio:"Antal"`
	BevillingFiltreretOejebliksbillede              []BevillingFiltreretOejebliksbillede    `oio:"BevillingFiltreretOejebliksbillede"`
	OekonomiskEffektueringFiltreretOejebliksbillede []EffektueringFiltreretOejebliksbillede `oio:"OekonomiskEffektueringFiltreretOejebliksbillede"`
}

// UuidNoteInput is sd:UuidNoteInputType.
type UuidNoteInput struct {
	_                 struct{} `oio:"sd:UuidNoteInputType"`
	UUIDIdentifikator string   `oio:"sd:UUIDIdentifikator uuid"`
	NoteTekst         *string  `oio:"sd:NoteTekst tekst1024"`
}

// BasicOutput is sd:BasicOutputType.
type BasicOutput struct {
	_             struct{}      `oio:"sd:BasicOutputType"`
	StandardRetur StandardRetur `oio:"sd:StandardRetur"`
}

// BevillingRegistreringBesked is bi:RegistreringBeskedType.
type BevillingRegistreringBesked struct {
	_                 struct{}              `oio:"bi:RegistreringBeskedType"`
	UUIDIdentifikator string                `oio:"sd:UUIDIdentifikator uuid"`
	Registrering      BevillingRegistrering `oio:"Registrering"`
}

// EffektueringRegistreringBesked is oef:RegistreringBeskedType.
type EffektueringRegistreringBesked struct {
	_                 struct{}                 `oio:"oef:RegistreringBeskedType"`
	UUIDIdentifikator string                   `oio:"sd:UUIDIdentifikator uuid"`
	Registrering      EffektueringRegistrering `oio:"Registrering"`
}

// BevillingSikkerhedsprofilRelation is bi:SikkerhedsprofilRelationType.
type BevillingSikkerhedsprofilRelation struct {
	_ struct{} `oio:"bi:SikkerhedsprofilRelationType"`
	Relation
}

// SoegBevillingEgenskaber is bi:SoegEgenskaberLokalUdvidelseType.
type SoegBevillingEgenskaber struct {
	_                          struct{}         `oio:"bi:SoegEgenskaberLokalUdvidelseType"`
	BevillingStartDatoInterval *SoegTidInterval `oio:"BevillingStartDatoInterval"`
	BevillingSlutDatoInterval  *SoegTidInterval `oio:"BevillingSlutDatoInterval"`
}

// SoegBevilgetYdelse is bi:SoegBevilgetYdelseLokalUdvidelseType.
type SoegBevilgetYdelse struct {
	_                                  struct{}            `oio:"bi:SoegBevilgetYdelseLokalUdvidelseType"`
	BevilgetYdelseStartDatoInterval    *SoegTidInterval    `oio:"BevilgetYdelseStartDatoInterval"`
	BevilgetYdelseSlutDatoInterval     *SoegTidInterval    `oio:"BevilgetYdelseSlutDatoInterval"`
	EffektueringsplanStartDatoInterval *SoegTidInterval    `oio:"EffektueringsplanStartDatoInterval"`
	EffektueringsplanSlutDatoInterval  *SoegTidInterval    `oio:"EffektueringsplanSlutDatoInterval"`
	YdelseBeloebInterval               *SoegBeloebInterval `oio:"YdelseBeloebInterval"`
}

// SoegEffektueringEgenskaber is oef:SoegEgenskaberLokalUdvidelseType.
type SoegEffektueringEgenskaber struct {
	_                                struct{}            `oio:"oef:SoegEgenskaberLokalUdvidelseType"`
	StartDatoInterval                *SoegTidInterval    `oio:"StartDatoInterval"`
	SlutDatoInterval                 *SoegTidInterval    `oio:"SlutDatoInterval"`
	DispositionsDatoInterval         *SoegTidInterval    `oio:"DispositionsDatoInterval"`
	SamletBruttoBeloebInterval       *SoegBeloebInterval `oio:"SamletBruttoBeloebInterval"`
	BeloebUdbetaltInterval           *SoegBeloebInterval `oio:"BeloebUdbetaltInterval"`
	BeloebEfterSkatATPInterval       *SoegBeloebInterval `oio:"BeloebEfterSkatATPInterval"`
	BeloebSendtTilUdbetalingInterval *SoegBeloebInterval `oio:"BeloebSendtTilUdbetalingInterval"`
}

// SoegYdelseEffektuering is oef:SoegOekonomiskYdelseEffektueringRelationLokalUdvidelseType.
type SoegYdelseEffektuering struct {
	_                               struct{}            `oio:"oef:SoegOekonomiskYdelseEffektueringRelationLokalUdvidelseType"`
	YdelsesperiodeStartDatoInterval *SoegTidInterval    `oio:"YdelsesperiodeStartDatoInterval"`
	YdelsesperiodeSlutDatoInterval  *SoegTidInterval    `oio:"YdelsesperiodeSlutDatoInterval"`
	YdelsesBeloebInterval           *SoegBeloebInterval `oio:"YdelsesBeloebInterval"`
}

// BevillingImport is bi:ImportInputType.
type BevillingImport struct {
	_               struct{}  `oio:"bi:ImportInputType"`
	BevillingIndeks Bevilling `oio:"BevillingIndeks"`
}

// EffektueringImport is oef:ImportInputType.
type EffektueringImport struct {
	_                            struct{}     `oio:"oef:ImportInputType"`
	OekonomiskEffektueringIndeks Effektuering `oio:"OekonomiskEffektueringIndeks"`
}

// UnikRetur is sd:UnikReturType.
type UnikRetur struct {
	_ struct{} `oio:"sd:UnikReturType"`
	StandardRetur
	Type              string `oio:"Type string"`
	UUIDIdentifikator string `oio:"sd:UUIDIdentifikator uuid"`
}

// StandardRetur is sd:StandardReturType.
type StandardRetur struct {
	_                    struct{} `oio:"sd:StandardReturType"`
	StatusKode           string   `oio:"sd:StatusKode integer"`
	FejlbeskedTekst      *string  `oio:"sd:FejlbeskedTekst string"`
	DetaljeretFejlbesked *string  `oio:"sd:DetaljeretFejlbesked string"`
}

// OpdaterBevilling is yi:OpdaterBevillingIndeksInputType.
type OpdaterBevilling struct {
	_ struct{} `oio:"yi:OpdaterBevillingIndeksInputType"`
	BevillingRet
	Tidspunkt        string  `oio:"Tidspunkt dateTime"`
	UdenNotifikation *string `oio:"UdenNotifikation boolean"`
}

// OpdaterEffektuering is yi:OpdaterOekonomiskEffektueringIndeksInputType.
type OpdaterEffektuering struct {
	_ struct{} `oio:"yi:OpdaterOekonomiskEffektueringIndeksInputType"`
	EffektueringRet
	Tidspunkt string `oio:"Tidspunkt dateTime"`
}

// SoegUdtryk is yi:SoegUdtrykType.
type SoegUdtryk struct {
	_         struct{}         `oio:"yi:SoegUdtrykType"`
	Operation *string          `oio:"operation yi:AndOrType"`
	Valg      []SoegUdtrykValg `oio:"*valg"`
}

// SoegUdtrykValg is one element of SoegUdtryk; exactly one field is filled.
type SoegUdtrykValg struct {
	_                                struct{}               `oio:"yi:SoegUdtrykType"`
	SoegBevillingIndeks              *BevillingSoegInput    `oio:"SoegBevillingIndeks"`
	SoegOekonomiskEffektueringIndeks *EffektueringSoegInput `oio:"SoegOekonomiskEffektueringIndeks"`
	NOT                              *SoegUdtryk            `oio:"NOT"`
	SoegUdtryk                       *SoegUdtryk            `oio:"SoegUdtryk"`
}

// Filter is yi:FremsoegFilterYdelseIndeksInputType.
type Filter struct {
	_    struct{}     `oio:"yi:FremsoegFilterYdelseIndeksInputType"`
	Valg []FilterValg `oio:"*valg"`
}

// FilterValg is one element of Filter; exactly one field is filled.
type FilterValg struct {
	_                              struct{}                   `oio:"yi:FremsoegFilterYdelseIndeksInputType"`
	BevillingVis                   *BevillingVis              `oio:"BevillingVis"`
	OekonomiskEffektueringVis      *OekonomiskEffektueringVis `oio:"OekonomiskEffektueringVis"`
	BevillingInkluder              *string                    `oio:"BevillingInkluder yi:BevillingInkluderFilterType"`
	OekonomiskEffektueringInkluder *string                    `oio:"OekonomiskEffektueringInkluder yi:OekonomiskEffektueringInkluderFilterType"`
}

// Sortering is yi:FremsoegSorteringYdelseIndeksInputType.
type Sortering struct {
	_    struct{}        `oio:"yi:FremsoegSorteringYdelseIndeksInputType"`
	Valg []SorteringValg `oio:"*valg"`
}

// SorteringValg is one element of Sortering; exactly one field is filled.
type SorteringValg struct {
	_                               struct{}                         `oio:"yi:FremsoegSorteringYdelseIndeksInputType"`
	BevillingSortering              *BevillingSortering              `oio:"BevillingSortering"`
	OekonomiskEffektueringSortering *OekonomiskEffektueringSortering `oio:"OekonomiskEffektueringSortering"`
}

// Antal is yi:AntalType.
type Antal struct {
	_          struct{}    `oio:"yi:AntalType"`
	Element    string      `oio:"Element yi:Element"`
	Antal      string      `oio:"Antal integer"`
	Paginering *Paginering `oio:"Paginering"`
}

// BevillingFiltreretOejebliksbillede is bi:FiltreretOejebliksbilledeType.
type BevillingFiltreretOejebliksbillede struct {
	_            struct{}                `oio:"bi:FiltreretOejebliksbilledeType"`
	ObjektType   SagDokObjekt            `oio:"ObjektType"`
	Registrering []BevillingRegistrering `oio:"Registrering"`
}

// EffektueringFiltreretOejebliksbillede is oef:FiltreretOejebliksbilledeType.
type EffektueringFiltreretOejebliksbillede struct {
	_            struct{}                   `oio:"oef:FiltreretOejebliksbilledeType"`
	ObjektType   SagDokObjekt               `oio:"ObjektType"`
	Registrering []EffektueringRegistrering `oio:"Registrering"`
}

// BevillingRegistrering is bi:RegistreringType.
type BevillingRegistrering struct {
	_ struct{} `oio:"bi:RegistreringType"`
	Registrering
	AttributListe BevillingAttributListe `oio:"AttributListe"`
	TilstandListe BevillingTilstandListe `oio:"TilstandListe"`
	RelationListe BevillingRelationListe `oio:"RelationListe"`
}

// EffektueringRegistrering is oef:RegistreringType.
type EffektueringRegistrering struct {
	_ struct{} `oio:"oef:RegistreringType"`
	Registrering
	AttributListe EffektueringAttributListe `oio:"AttributListe"`
	TilstandListe EffektueringTilstandListe `oio:"TilstandListe"`
	RelationListe EffektueringRelationListe `oio:"RelationListe"`
}

// Relation is gd:RelationType.
type Relation struct {
	_                   struct{}             `oio:"gd:RelationType"`
	Virkning            *Virkning            `oio:"Virkning"`
	Rolle               *UnikId              `oio:"Rolle"`
	Type                *UnikId              `oio:"Type"`
	Indeks              *string              `oio:"Indeks tekst36"`
	ReferenceID         *UnikId              `oio:"ReferenceID"`
	LokalUdvidelseListe *LokalUdvidelseListe `oio:"LokalUdvidelseListe"`
}

// SoegTidInterval is go:SoegTidIntervalType.
type SoegTidInterval struct {
	_            struct{}  `oio:"go:SoegTidIntervalType"`
	FraTidspunkt Tidspunkt `oio:"FraTidspunkt"`
	TilTidspunkt Tidspunkt `oio:"TilTidspunkt"`
}

// SoegBeloebInterval is go:SoegBeloebIntervalType.
type SoegBeloebInterval struct {
	_         struct{} `oio:"go:SoegBeloebIntervalType"`
	FraBeloeb string   `oio:"FraBeloeb gd:BeloebType"`
	TilBeloeb string   `oio:"TilBeloeb gd:BeloebType"`
}

// Bevilling is bi:BevillingIndeksType.
type Bevilling struct {
	_ struct{} `oio:"bi:BevillingIndeksType"`
	SagDokObjekt
	Registrering     []BevillingRegistrering `oio:"Registrering 1..n"`
	UdenNotifikation *string                 `oio:"UdenNotifikation boolean"`
}

// Effektuering is oef:OekonomiskEffektueringIndeksType.
type Effektuering struct {
	_ struct{} `oio:"oef:OekonomiskEffektueringIndeksType"`
	SagDokObjekt
	Registrering []EffektueringRegistrering `oio:"Registrering 1..n"`
}

// BevillingRet is bi:RetInputType.
type BevillingRet struct {
	_ struct{} `oio:"bi:RetInputType"`
	RetInput
	AttributListe *BevillingAttributListe `oio:"AttributListe"`
	TilstandListe *BevillingTilstandListe `oio:"TilstandListe"`
	RelationListe *BevillingRelationListe `oio:"RelationListe"`
}

// EffektueringRet is oef:RetInputType.
type EffektueringRet struct {
	_ struct{} `oio:"oef:RetInputType"`
	RetInput
	AttributListe *EffektueringAttributListe `oio:"AttributListe"`
	TilstandListe *EffektueringTilstandListe `oio:"TilstandListe"`
	RelationListe *EffektueringRelationListe `oio:"RelationListe"`
}

// BevillingSoegInput is bi:SoegInputType.
type BevillingSoegInput struct {
	_ struct{} `oio:"bi:SoegInputType"`
	SoegIndeksInput
	AttributListe BevillingAttributListe `oio:"AttributListe"`
	TilstandListe BevillingTilstandListe `oio:"TilstandListe"`
	RelationListe BevillingRelationListe `oio:"RelationListe"`
}

// EffektueringSoegInput is oef:SoegInputType.
type EffektueringSoegInput struct {
	_ struct{} `oio:"oef:SoegInputType"`
	SoegIndeksInput
	AttributListe EffektueringAttributListe `oio:"AttributListe"`
	TilstandListe EffektueringTilstandListe `oio:"TilstandListe"`
	RelationListe EffektueringRelationListe `oio:"RelationListe"`
}

// BevillingVis is yi:BevillingVisType.
type BevillingVis struct {
	_   struct{} `oio:"yi:BevillingVisType"`
	Vis string   `oio:"Vis yi:BevillingVisFilterType"`
}

// OekonomiskEffektueringVis is yi:OekonomiskEffektueringVisType.
type OekonomiskEffektueringVis struct {
	_   struct{} `oio:"yi:OekonomiskEffektueringVisType"`
	Vis string   `oio:"Vis yi:OekonomiskEffektueringVisFilterType"`
}

// BevillingSortering is yi:BevillingSorteringType.
type BevillingSortering struct {
	_       struct{} `oio:"yi:BevillingSorteringType"`
	Element string   `oio:"Element yi:BevillingSorteringFilterType"`
	Retning string   `oio:"Retning yi:SorteringFilterRetningType"`
	Sekvens string   `oio:"Sekvens integer"`
}

// OekonomiskEffektueringSortering is yi:OekonomiskEffektueringSorteringType.
type OekonomiskEffektueringSortering struct {
	_       struct{} `oio:"yi:OekonomiskEffektueringSorteringType"`
	Element string   `oio:"Element yi:OekonomiskEffektueringSorteringFilterType"`
	Retning string   `oio:"Retning yi:SorteringFilterRetningType"`
	Sekvens string   `oio:"Sekvens integer"`
}

// Paginering is go:PagineringType.
type Paginering struct {
	_                        struct{} `oio:"go:PagineringType"`
	FoersteResultatReference *string  `oio:"sd:FoersteResultatReference integer"`
	MaksimalAntalKvantitet   *string  `oio:"sd:MaksimalAntalKvantitet integer"`
}

// SagDokObjekt is sd:SagDokObjektType.
type SagDokObjekt struct {
	_                 struct{} `oio:"sd:SagDokObjektType"`
	UUIDIdentifikator string   `oio:"sd:UUIDIdentifikator uuid"`
}

// Registrering is gd:RegistreringType.
type Registrering struct {
	_ struct{} `oio:"gd:RegistreringType"`
	KildeRegistrering
	StsTidspunkt *string `oio:"StsTidspunkt dateTime"`
}

// BevillingAttributListe is bi:AttributListeType.
type BevillingAttributListe struct {
	_                   struct{}              `oio:"bi:AttributListeType"`
	Egenskaber          []BevillingEgenskaber `oio:"Egenskaber"`
	BevilgetYdelse      []BevilgetYdelse      `oio:"BevilgetYdelse"`
	LokalUdvidelseListe *LokalUdvidelseListe  `oio:"gd:LokalUdvidelseListe"`
}

// BevillingTilstandListe is bi:TilstandListeType.
type BevillingTilstandListe struct {
	_                   struct{}             `oio:"bi:TilstandListeType"`
	LokalUdvidelseListe *LokalUdvidelseListe `oio:"gd:LokalUdvidelseListe"`
}

// BevillingRelationListe is bi:RelationListeType.
type BevillingRelationListe struct {
	_                   struct{}                            `oio:"bi:RelationListeType"`
	Bevillingssag       []BevillingSagRelation              `oio:"Bevillingssag"`
	Bevillingspart      []BevillingPartRelation             `oio:"Bevillingspart"`
	Bevillingsaktoer    []BevillingAktoerRelation           `oio:"Bevillingsaktoer"`
	Sikkerhedsprofil    []BevillingSikkerhedsprofilRelation `oio:"Sikkerhedsprofil"`
	LokalUdvidelseListe *LokalUdvidelseListe                `oio:"gd:LokalUdvidelseListe"`
}

// EffektueringAttributListe is oef:AttributListeType.
type EffektueringAttributListe struct {
	_                   struct{}                 `oio:"oef:AttributListeType"`
	Egenskaber          []EffektueringEgenskaber `oio:"Egenskaber"`
	LokalUdvidelseListe *LokalUdvidelseListe     `oio:"gd:LokalUdvidelseListe"`
}

// EffektueringTilstandListe is oef:TilstandListeType.
type EffektueringTilstandListe struct {
	_                   struct{}             `oio:"oef:TilstandListeType"`
	LokalUdvidelseListe *LokalUdvidelseListe `oio:"gd:LokalUdvidelseListe"`
}

// EffektueringRelationListe is oef:RelationListeType.
type EffektueringRelationListe struct {
	_                                    struct{}                       `oio:"oef:RelationListeType"`
	OekonomiskYdelseEffektueringRelation []YdelseEffektueringRelation   `oio:"OekonomiskYdelseEffektueringRelation"`
	Aktoer                               []EffektueringAktoerRelation   `oio:"Aktoer"`
	ItSystem                             []EffektueringItSystemRelation `oio:"ItSystem"`
	OekonomiskEffektueringPart           []EffektueringPartRelation     `oio:"OekonomiskEffektueringPart"`
	LokalUdvidelseListe                  *LokalUdvidelseListe           `oio:"gd:LokalUdvidelseListe"`
}

// Virkning is sd:VirkningType.
type Virkning struct {
	_              struct{}   `oio:"sd:VirkningType"`
	FraTidspunkt   *Tidspunkt `oio:"sd:FraTidspunkt"`
	TilTidspunkt   *Tidspunkt `oio:"sd:TilTidspunkt"`
	AktoerRef      *UnikId    `oio:"sd:AktoerRef"`
	AktoerTypeKode *string    `oio:"sd:AktoerTypeKode sd:AktoerTypeKodeType"`
	NoteTekst      *string    `oio:"sd:NoteTekst tekst1024"`
}

// UnikId is sd:UnikIdType.
type UnikId struct {
	_                 struct{} `oio:"sd:UnikIdType valg"`
	UUIDIdentifikator *string  `oio:"sd:UUIDIdentifikator uuid"`
	URNIdentifikator  *string  `oio:"sd:URNIdentifikator tekst255"`
}

// LokalUdvidelseListe is gd:LokalUdvidelseListeType.
type LokalUdvidelseListe struct {
	_                      struct{}         `oio:"gd:LokalUdvidelseListeType"`
	Indhold                []soap.Udvidelse `oio:"*andre"`
	SenestAendretTidspunkt *string          `oio:"SenestAendretTidspunkt dateTime"`
}

// Tidspunkt is sd:TidspunktType.
type Tidspunkt struct {
	_                  struct{} `oio:"sd:TidspunktType valg"`
	TidsstempelDatoTid *string  `oio:"sd:TidsstempelDatoTid dateTime"`
	GraenseIndikator   *string  `oio:"sd:GraenseIndikator sand"`
}

// RetInput is sd:RetInputType.
type RetInput struct {
	_                 struct{} `oio:"sd:RetInputType"`
	UUIDIdentifikator string   `oio:"sd:UUIDIdentifikator uuid"`
	NoteTekst         *string  `oio:"sd:NoteTekst tekst1024"`
}

// SoegIndeksInput is go:SoegIndeksInputType.
type SoegIndeksInput struct {
	_ struct{} `oio:"go:SoegIndeksInputType"`
	SoegInput
	SoegStsFraTidspunkt *Tidspunkt `oio:"SoegStsFraTidspunkt"`
	SoegStsTilTidspunkt *Tidspunkt `oio:"SoegStsTilTidspunkt"`
}

// KildeRegistrering is sd:RegistreringType.
type KildeRegistrering struct {
	_              struct{} `oio:"sd:RegistreringType"`
	NoteTekst      *string  `oio:"sd:NoteTekst tekst1024"`
	Tidspunkt      *string  `oio:"Tidspunkt dateTime"`
	LivscyklusKode *string  `oio:"sd:LivscyklusKode sd:LivscyklusKodeType"`
	BrugerRef      *UnikId  `oio:"sd:BrugerRef"`
}

// BevillingEgenskaber is bi:EgenskaberType.
type BevillingEgenskaber struct {
	_                  struct{}  `oio:"bi:EgenskaberType"`
	Virkning           *Virkning `oio:"Virkning"`
	BrugervendtNoegle  *string   `oio:"BrugervendtNoegle tekst50"`
	Bevillingstartdato *string   `oio:"Bevillingstartdato string"`
	Bevillingslutdato  *string   `oio:"Bevillingslutdato string"`
	Begrundelse        *string   `oio:"Begrundelse tekst4096"`
	Foelsomhed         *string   `oio:"Foelsomhed bi:FoelsomhedType"`
}

// BevilgetYdelse is bi:BevilgetYdelseType.
type BevilgetYdelse struct {
	_                           struct{}            `oio:"bi:BevilgetYdelseType"`
	Virkning                    *Virkning           `oio:"Virkning"`
	Id                          *string             `oio:"Id tekst1-36"`
	Navn                        *string             `oio:"Navn string"`
	BevilgetYdelseStartdato     *string             `oio:"BevilgetYdelseStartdato dateTime"`
	BevilgetYdelseSlutdato      *string             `oio:"BevilgetYdelseSlutdato dateTime"`
	Begrundelse                 *string             `oio:"Begrundelse tekst4096"`
	Tilbagebetalingspligtig     *string             `oio:"Tilbagebetalingspligtig boolean"`
	Meddelelse                  *string             `oio:"Meddelelse string"`
	ItSystem                    []YdelseItSystem    `oio:"ItSystem 0..2"`
	Ydelse                      *YdelseRelation     `oio:"Ydelse"`
	OekonomiskEffektueringsplan []Effektueringsplan `oio:"OekonomiskEffektueringsplan"`
}

// BevillingSagRelation is bi:BevillingIndeksSagRelationType.
type BevillingSagRelation struct {
	_ struct{} `oio:"bi:BevillingIndeksSagRelationType"`
	Relation
	BrugervendtNoegle *string `oio:"BrugervendtNoegle tekst50"`
	FuldtNavn         *string `oio:"FuldtNavn tekst255"`
}

// BevillingPartRelation is bi:BevillingIndeksPartRelationType.
type BevillingPartRelation struct {
	_ struct{} `oio:"bi:BevillingIndeksPartRelationType"`
	Relation
	BrugervendtNoegle *string `oio:"BrugervendtNoegle tekst50"`
	FuldtNavn         *string `oio:"FuldtNavn tekst255"`
}

// BevillingAktoerRelation is bi:BevillingIndeksAktoerRelationType.
type BevillingAktoerRelation struct {
	_ struct{} `oio:"bi:BevillingIndeksAktoerRelationType"`
	Relation
	BrugervendtNoegle *string `oio:"BrugervendtNoegle tekst50"`
	FuldtNavn         *string `oio:"FuldtNavn tekst255"`
	CVRNr             *string `oio:"CVR-nr cvr"`
}

// EffektueringEgenskaber is oef:EgenskaberType.
type EffektueringEgenskaber struct {
	_                        struct{}  `oio:"oef:EgenskaberType"`
	Virkning                 *Virkning `oio:"Virkning"`
	BrugervendtNoegle        *string   `oio:"BrugervendtNoegle tekst50"`
	Startdato                *string   `oio:"Startdato dateTime"`
	Slutdato                 *string   `oio:"Slutdato dateTime"`
	SamletBruttobeloeb       *string   `oio:"SamletBruttobeloeb gd:BeloebType"`
	Dispositionsdato         *string   `oio:"Dispositionsdato dateTime"`
	BeloebEfterSkatATP       *string   `oio:"BeloebEfterSkatATP gd:BeloebType"`
	BeloebSendtTilUdbetaling *string   `oio:"BeloebSendtTilUdbetaling gd:BeloebType"`
	BeloebUdbetalt           *string   `oio:"BeloebUdbetalt gd:BeloebType"`
	Udbetalingsafdeling      *string   `oio:"Udbetalingsafdeling tekst1-255"`
	SendtTilUdbetalingTekst  *string   `oio:"SendtTilUdbetalingTekst tekst255"`
	UdbetaltTekst            *string   `oio:"UdbetaltTekst tekst255"`
}

// YdelseEffektueringRelation is oef:OekonomiskYdelseEffektueringRelationType.
type YdelseEffektueringRelation struct {
	_ struct{} `oio:"oef:OekonomiskYdelseEffektueringRelationType"`
	Relation
	YdelsesperiodeStartdato    *string            `oio:"YdelsesperiodeStartdato dateTime"`
	YdelsesperiodeSlutdato     *string            `oio:"YdelsesperiodeSlutdato dateTime"`
	Ydelsesbeloeb              *string            `oio:"Ydelsesbeloeb gd:BeloebType"`
	Klassifikationsbeskrivelse *string            `oio:"Klassifikationsbeskrivelse tekst255"`
	BevilgetYdelseRef          *BevilgetYdelseRef `oio:"BevilgetYdelseRef"`
}

// EffektueringAktoerRelation is oef:OekonomiskEffektueringIndeksAktoerRelationType.
type EffektueringAktoerRelation struct {
	_ struct{} `oio:"oef:OekonomiskEffektueringIndeksAktoerRelationType"`
	Relation
	BrugervendtNoegle *string `oio:"BrugervendtNoegle tekst50"`
	FuldtNavn         *string `oio:"FuldtNavn tekst255"`
	CVRNr             *string `oio:"CVR-nr cvr"`
}

// EffektueringItSystemRelation is oef:ItSystemRelationType.
type EffektueringItSystemRelation struct {
	_ struct{} `oio:"oef:ItSystemRelationType"`
	Relation
	SystemNavn *string `oio:"SystemNavn string"`
	SystemURI  *string `oio:"SystemURI string"`
}

// EffektueringPartRelation is oef:OekonomiskEffektueringIndeksPartRelationType.
type EffektueringPartRelation struct {
	_ struct{} `oio:"oef:OekonomiskEffektueringIndeksPartRelationType"`
	Relation
	BrugervendtNoegle *string `oio:"BrugervendtNoegle tekst50"`
	FuldtNavn         *string `oio:"FuldtNavn tekst255"`
}

// SoegInput is sd:SoegInputType.
type SoegInput struct {
	_                        struct{}          `oio:"sd:SoegInputType"`
	FoersteResultatReference *string           `oio:"sd:FoersteResultatReference integer"`
	MaksimalAntalKvantitet   *string           `oio:"sd:MaksimalAntalKvantitet integer"`
	SoegRegistrering         *SoegRegistrering `oio:"sd:SoegRegistrering"`
	SoegVirkning             *SoegVirkning     `oio:"sd:SoegVirkning"`
}

// YdelseItSystem is bi:ItSystemRelationType.
type YdelseItSystem struct {
	_ struct{} `oio:"bi:ItSystemRelationType"`
	RelationUdenVirkning
	SystemNavn *string `oio:"SystemNavn string"`
	SystemURI  *string `oio:"SystemURI tekst255"`
}

// YdelseRelation is bi:YdelseRelationType.
type YdelseRelation struct {
	_ struct{} `oio:"bi:YdelseRelationType"`
	RelationUdenVirkning
	Ydelsesnavn    *string               `oio:"Ydelsesnavn tekst1-255"`
	Klassifikation *YdelseKlassifikation `oio:"Klassifikation"`
}

// Effektueringsplan is bi:OekonomiskEffektueringsplanType.
type Effektueringsplan struct {
	_                          struct{} `oio:"bi:OekonomiskEffektueringsplanType"`
	Id                         *string  `oio:"Id string"`
	EffektueringsplanStartdato *string  `oio:"EffektueringsplanStartdato dateTime"`
	EffektueringsplanSlutdato  *string  `oio:"EffektueringsplanSlutdato dateTime"`
	Beregningsfrekvens         *string  `oio:"Beregningsfrekvens tekst1-50"`
	ForudBagud                 *string  `oio:"ForudBagud bi:ForudBagud"`
	Dispositionsdag            *string  `oio:"Dispositionsdag tekst50"`
	Ydelsesbeloeb              *string  `oio:"Ydelsesbeloeb gd:BeloebType"`
	ManueltGodkendes           *string  `oio:"ManueltGodkendes boolean"`
}

// BevilgetYdelseRef is oef:BevilgetYdelseRefType.
type BevilgetYdelseRef struct {
	_                 struct{} `oio:"oef:BevilgetYdelseRefType"`
	UUIDIdentifikator string   `oio:"sd:UUIDIdentifikator uuid"`
	BevilgetYdelseId  string   `oio:"BevilgetYdelseId string"`
}

// SoegRegistrering is sd:SoegRegistreringType.
type SoegRegistrering struct {
	_              struct{}   `oio:"sd:SoegRegistreringType"`
	FraTidspunkt   *Tidspunkt `oio:"sd:FraTidspunkt"`
	TilTidspunkt   *Tidspunkt `oio:"sd:TilTidspunkt"`
	LivscyklusKode *string    `oio:"sd:LivscyklusKode sd:LivscyklusKodeType"`
	BrugerRef      *UnikId    `oio:"sd:BrugerRef"`
}

// SoegVirkning is sd:SoegVirkningType.
type SoegVirkning struct {
	_              struct{}   `oio:"sd:SoegVirkningType"`
	FraTidspunkt   *Tidspunkt `oio:"sd:FraTidspunkt"`
	TilTidspunkt   *Tidspunkt `oio:"sd:TilTidspunkt"`
	AktoerRef      *UnikId    `oio:"sd:AktoerRef"`
	AktoerTypeKode *string    `oio:"sd:AktoerTypeKode sd:AktoerTypeKodeType"`
	NoteTekst      *string    `oio:"sd:NoteTekst tekst1024"`
}

// RelationUdenVirkning is bi:RelationUdenVirkningType.
type RelationUdenVirkning struct {
	_                   struct{}             `oio:"bi:RelationUdenVirkningType"`
	Rolle               *UnikId              `oio:"Rolle"`
	Type                *UnikId              `oio:"Type"`
	Indeks              *string              `oio:"Indeks string"`
	ReferenceID         *UnikId              `oio:"ReferenceID"`
	LokalUdvidelseListe *LokalUdvidelseListe `oio:"LokalUdvidelseListe"`
}

// YdelseKlassifikation is bi:BevillingsklasseRelationType.
type YdelseKlassifikation struct {
	_ struct{} `oio:"bi:BevillingsklasseRelationType"`
	RelationUdenVirkning
	BrugervendtNoegle *string `oio:"BrugervendtNoegle tekst50"`
	Klassetitel       *string `oio:"Klassetitel tekst255"`
}
