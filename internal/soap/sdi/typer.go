package sdi

import "indeksbro/internal/soap"

// Familie is the alphabet of FK Sags- og Dokumentindeks, version 6.
var Familie = soap.NyFamilie(
	map[string]string{
		"di":  "urn:oio:sts:sagdok:dokumentindeks:6",
		"gd":  "urn:oio:sts:generelledefinitioner:6",
		"go":  "urn:oio:sts:generelleoperationer:6",
		"sag": "urn:oio:sts:sagdok:sag:6",
		"sd":  "urn:oio:sagdok:3.0.0",
		"sdi": "urn:oio:sts:sagdok:sagdokumentindeks:6",
		"si":  "urn:oio:sts:sagdok:sagindeks:6",
	},
	map[string]soap.Simpel{
		"di:FoelsomhedType":               soap.Valg("IKKE_FORTROLIGE_DATA", "FORTROLIGE_PERSONOPLYSNINGER", "FOELSOMME_PERSONOPLYSNINGER", "VIP_SAGER"),
		"di:FremdriftStatusKodeType":      soap.Valg("Modtaget", "Fordelt", "Underudarbejdelse", "Underreview", "Publiceret", "Endeligt", "Afleveret"),
		"di:Type":                         soap.Valg("Faktura", "Brev, indgaaende", "Brev, udgaaende", "Brev", "Internt Notat", "Eksternt Notat", "Rapport", "Dagsorden", "Plan", "Andet"),
		"sag:FremdriftStatusKodeType":     soap.Valg("Opstaaet", "Oplyst", "Afgjort", "Afsluttet"),
		"sd:AktoerTypeKodeType":           soap.Valg("Organisation", "OrganisationEnhed", "OrganisationFunktion", "Bruger", "ItSystem", "Interessefaellesskab"),
		"sd:LivscyklusKodeType":           soap.Valg("Opstaaet", "Importeret", "Passiveret", "Slettet"),
		"sdi:AndOrType":                   soap.Valg("AND", "OR"),
		"sdi:DokumentInkluderFilterType":  soap.Valg("dokument"),
		"sdi:DokumentSorteringFilterType": soap.Valg("Bruger", "StsRegistreringstidspunkt", "Registreringstidspunkt", "BrugervendtNoegle", "ItSystem-Systemnavn", "Fremdrift", "Titel", "Foelsomhed", "Major", "Minor"),
		"sdi:DokumentVisFilterType":       soap.Valg("egenskaber", "fremdrift", "dokument", "klasse", "aktoer", "part", "itsystem", "sikkerhedsprofil"),
		"sdi:Element":                     soap.Valg("sager", "dokumenter", "journalnotater"),
		"sdi:SagInkluderFilterType":       soap.Valg("sagsrelation", "journalpost"),
		"sdi:SagSorteringFilterType":      soap.Valg("Bruger", "StsRegistreringstidspunkt", "Registreringstidspunkt", "BrugervendtNoegle", "ItSystem-Systemnavn", "Fremdrift", "Titel", "Foelsomhed", "Sagklasse-BrugervendtNoegle", "Livscyklus"),
		"sdi:SagVisFilterType":            soap.Valg("egenskaber", "fremdrift", "sagsklasse", "sagsaktoer", "sagspart", "sagsrelation", "sagsgenstand", "journalpost", "journalpost-journalnote", "itsystem", "sikkerhedsprofil"),
		"sdi:SorteringFilterRetningType":  soap.Valg("Stigende", "Faldende"),
		"si:FoelsomhedType":               soap.Valg("IKKE_FORTROLIGE_DATA", "FORTROLIGE_PERSONOPLYSNINGER", "FOELSOMME_PERSONOPLYSNINGER", "VIP_SAGER"),
	},
	map[string]any{
		"di:DokumentaktoerLokalUdvidelse":     DokumentaktoerUdvidelse{},
		"di:DokumentitsystemRelation":         DokumentitsystemRelation{},
		"di:DokumentklasseLokalUdvidelse":     DokumentklasseUdvidelse{},
		"di:DokumentpartLokalUdvidelse":       DokumentpartUdvidelse{},
		"di:Sikkerhedsprofil":                 DokumentSikkerhedsprofilRelation{},
		"di:SoegEgenskaberLokalUdvidelse":     SoegDokumentEgenskaber{},
		"sag:Sag":                             Sag{},
		"sag:RegistreringBesked":              SagRegistreringBesked{},
		"sdi:FjernSagDokumentIndeksInput":     FjernInput{},
		"sdi:FjernSagDokumentIndeksOutput":    MultipleOutput{},
		"sdi:FremsoegSagDokumentIndeksInput":  FremsoegInput{},
		"sdi:FremsoegSagDokumentIndeksOutput": FremsoegOutput{},
		"sdi:ImporterSagDokumentIndeksInput":  ImporterInput{},
		"sdi:ImporterSagDokumentIndeksOutput": MultipleOutput{},
		"sdi:OpdaterSagDokumentIndeksInput":   OpdaterInput{},
		"sdi:OpdaterSagDokumentIndeksOutput":  MultipleOutput{},
		"si:KasserInput":                      KasserInput{},
		"si:KasserOutput":                     BasicOutput{},
		"si:SagIndeksEgenskaber":              SagIndeksEgenskaber{},
		"si:SagsaktoerLokalUdvidelse":         SagsaktoerUdvidelse{},
		"si:SagsgenstandeLokalUdvidelse":      SagsgenstandeUdvidelse{},
		"si:SagsitsystemRelation":             SagsitsystemRelation{},
		"si:SagsklasseLokalUdvidelse":         SagsklasseUdvidelse{},
		"si:SagspartLokalUdvidelse":           SagspartUdvidelse{},
		"si:Sikkerhedsprofil":                 SagIndeksSikkerhedsprofilRelation{},
		"si:SoegEgenskaberLokalUdvidelse":     SoegSagEgenskaber{},
	},
)

// ImporterInput is sdi:ImporterSagDokumentIndeksInputType.
type ImporterInput struct {
	_    struct{}            `oio:"sdi:ImporterSagDokumentIndeksInputType"`
	Valg []ImporterInputValg `oio:"*valg"`
}

// ImporterInputValg is one element of ImporterInput; exactly one field is filled.
type ImporterInputValg struct {
	_              struct{}  `oio:"sdi:ImporterSagDokumentIndeksInputType"`
	DokumentIndeks *Dokument `oio:"DokumentIndeks"`
	SagIndeks      *Sag      `oio:"SagIndeks"`
}

// MultipleOutput is sd:MultipleOutputType.
type MultipleOutput struct {
	_             struct{}        `oio:"sd:MultipleOutputType valg"`
	UnikRetur     []UnikRetur     `oio:"UnikRetur"`
	StandardRetur []StandardRetur `oio:"StandardRetur"`
}

// OpdaterInput is sdi:OpdaterSagDokumentIndeksInputType.
type OpdaterInput struct {
	_    struct{}           `oio:"sdi:OpdaterSagDokumentIndeksInputType"`
	Valg []OpdaterInputValg `oio:"*valg"`
}

// OpdaterInputValg is one element of OpdaterInput; exactly one field is filled.
type OpdaterInputValg struct {
	_                     struct{}         `oio:"sdi:OpdaterSagDokumentIndeksInputType"`
	OpdaterDokumentIndeks *OpdaterDokument `oio:"OpdaterDokumentIndeks"`
	OpdaterSagIndeks      *OpdaterSag      `oio:"OpdaterSagIndeks"`
}

// FjernInput is sdi:FjernSagDokumentIndeksInputType.
type FjernInput struct {
	_                           struct{}    `oio:"sdi:FjernSagDokumentIndeksInputType"`
	SagUuid                     []UnikId    `oio:"SagUuid"`
	SoegUdtryk                  *SoegUdtryk `oio:"SoegUdtryk"`
	EfterladSagsloeseDokumenter *string     `oio:"EfterladSagsloeseDokumenter boolean"`
	FjernOgsaaYdelse            *string     `oio:"FjernOgsaaYdelse boolean"`
}

// FremsoegInput is sdi:FremsoegSagDokumentIndeksInputType.
type FremsoegInput struct {
	_            struct{}    `oio:"sdi:FremsoegSagDokumentIndeksInputType"`
	SagUuid      []string    `oio:"SagUuid string"`
	DokumentUuid []string    `oio:"DokumentUuid string"`
	SoegUdtryk   *SoegUdtryk `oio:"SoegUdtryk"`
	Filter       *Filter     `oio:"Filter"`
	Sortering    *Sortering  `oio:"Sortering"`
}

// FremsoegOutput is sdi:FremsoegSagDokumentIndeksOutputType.
type FremsoegOutput struct {
	_ struct{} `oio:"sdi:FremsoegSagDokumentIndeksOutputType"`
	BasicOutput
	Antal                             []Antal                             `oio:"Antal"`
	SagFiltreretOejebliksbillede      []SagFiltreretOejebliksbillede      `oio:"SagFiltreretOejebliksbillede"`
	DokumentFiltreretOejebliksbillede []DokumentFiltreretOejebliksbillede `oio:"DokumentFiltreretOejebliksbillede"`
}

// SagIndeksEgenskaber is si:EgenskaberType.
type SagIndeksEgenskaber struct {
	_ struct{} `oio:"si:EgenskaberType"`
	LokalUdvidelse
	Sagsstatus        *string `oio:"Sagsstatus tekst255"`
	Sagskategori      *string `oio:"Sagskategori tekst255"`
	Foelsomhed        *string `oio:"Foelsomhed si:FoelsomhedType"`
	Lokation          *string `oio:"Lokation tekst255"`
	OprettetTidspunkt *string `oio:"OprettetTidspunkt dateTime"`
}

// SagsaktoerUdvidelse is si:SagsaktoerLokalUdvidelseType.
type SagsaktoerUdvidelse struct {
	_                 struct{} `oio:"si:SagsaktoerLokalUdvidelseType"`
	BrugervendtNoegle *string  `oio:"BrugervendtNoegle tekst50"`
	FuldtNavn         *string  `oio:"FuldtNavn tekst255"`
	CVRNummer         *string  `oio:"CVR-Nummer cvr"`
}

// SagsklasseUdvidelse is si:SagsklasseLokalUdvidelseType.
type SagsklasseUdvidelse struct {
	_                 struct{}            `oio:"si:SagsklasseLokalUdvidelseType"`
	Facettitel        *string             `oio:"Facettitel tekst255"`
	Klassetitel       *string             `oio:"Klassetitel tekst255"`
	BrugervendtNoegle *string             `oio:"BrugervendtNoegle tekst50"`
	Soegeord          []SagIndeksSoegeord `oio:"Soegeord"`
}

// SagspartUdvidelse is si:SagspartLokalUdvidelseType.
type SagspartUdvidelse struct {
	_                 struct{} `oio:"si:SagspartLokalUdvidelseType"`
	BrugervendtNoegle *string  `oio:"BrugervendtNoegle tekst50"`
	FuldtNavn         *string  `oio:"FuldtNavn tekst255"`
}

// SagsgenstandeUdvidelse is si:SagsgenstandeLokalUdvidelseType.
type SagsgenstandeUdvidelse struct {
	_         struct{} `oio:"si:SagsgenstandeLokalUdvidelseType"`
	Tekstfelt *string  `oio:"Tekstfelt tekst1024"`
}

// SagIndeksSikkerhedsprofilRelation is si:SikkerhedsprofilRelationType.
type SagIndeksSikkerhedsprofilRelation struct {
	_ struct{} `oio:"si:SikkerhedsprofilRelationType"`
	Relation
}

// SagsitsystemRelation is si:SagsitsystemRelationType.
type SagsitsystemRelation struct {
	_ struct{} `oio:"si:SagsitsystemRelationType"`
	Relation
	SystemNavn *string `oio:"SystemNavn tekst1-255"`
	SystemURI  *string `oio:"SystemURI tekst255"`
}

// SoegSagEgenskaber is si:SoegEgenskaberLokalUdvidelseType.
type SoegSagEgenskaber struct {
	_                         struct{}                   `oio:"si:SoegEgenskaberLokalUdvidelseType"`
	OprettetTidspunktInterval *OprettetTidspunktInterval `oio:"OprettetTidspunktInterval"`
	SenestAendretInterval     *SenestAendretInterval     `oio:"SenestAendretInterval"`
}

// DokumentaktoerUdvidelse is di:DokumentaktoerLokalUdvidelseType.
type DokumentaktoerUdvidelse struct {
	_                 struct{} `oio:"di:DokumentaktoerLokalUdvidelseType"`
	BrugervendtNoegle *string  `oio:"BrugervendtNoegle tekst50"`
	FuldtNavn         *string  `oio:"FuldtNavn tekst255"`
	CVRNr             *string  `oio:"CVR-Nr cvr"`
}

// DokumentpartUdvidelse is di:DokumentpartLokalUdvidelseType.
type DokumentpartUdvidelse struct {
	_                 struct{} `oio:"di:DokumentpartLokalUdvidelseType"`
	BrugervendtNoegle *string  `oio:"BrugervendtNoegle tekst50"`
	FuldtNavn         *string  `oio:"FuldtNavn tekst255"`
}

// DokumentklasseUdvidelse is di:DokumentklasseLokalUdvidelseType.
type DokumentklasseUdvidelse struct {
	_                 struct{}           `oio:"di:DokumentklasseLokalUdvidelseType"`
	Klassetitel       *string            `oio:"Klassetitel tekst255"`
	BrugervendtNoegle *string            `oio:"BrugervendtNoegle tekst50"`
	Soegeord          []DokumentSoegeord `oio:"Soegeord"`
}

// DokumentSikkerhedsprofilRelation is di:SikkerhedsprofilRelationType.
type DokumentSikkerhedsprofilRelation struct {
	_ struct{} `oio:"di:SikkerhedsprofilRelationType"`
	Relation
}

// DokumentitsystemRelation is di:DokumentitsystemRelationType.
type DokumentitsystemRelation struct {
	_ struct{} `oio:"di:DokumentitsystemRelationType"`
	Relation
	SystemNavn *string `oio:"SystemNavn string"`
	SystemURI  *string `oio:"SystemURI string"`
}

// SoegDokumentEgenskaber is di:SoegEgenskaberLokalUdvidelseType.
type SoegDokumentEgenskaber struct {
	_                struct{}         `oio:"di:SoegEgenskaberLokalUdvidelseType"`
	BrevDatoInterval *SoegTidInterval `oio:"BrevDatoInterval"`
}

// SagRegistreringBesked is sag:RegistreringBeskedType.
type SagRegistreringBesked struct {
	_                 struct{}        `oio:"sag:RegistreringBeskedType"`
	UUIDIdentifikator string          `oio:"sd:UUIDIdentifikator uuid"`
	Registrering      SagRegistrering `oio:"Registrering"`
}

// Dokument is di:DokumentIndeksType.
type Dokument struct {
	_ struct{} `oio:"di:DokumentIndeksType"`
	SagDokObjekt
	Registrering []DokumentRegistrering `oio:"Registrering 1..n"`
}

// Sag is sag:SagType.
type Sag struct {
	_ struct{} `oio:"sag:SagType"`
	SagDokObjekt
	Registrering     []SagRegistrering `oio:"Registrering 1..n"`
	UdenNotifikation *string           `oio:"UdenNotifikation boolean"`
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

// OpdaterDokument is sdi:OpdaterDokumentIndeksInputType.
type OpdaterDokument struct {
	_ struct{} `oio:"sdi:OpdaterDokumentIndeksInputType"`
	DokumentRet
	Tidspunkt string `oio:"Tidspunkt dateTime"`
}

// OpdaterSag is sdi:OpdaterSagIndeksInputType.
type OpdaterSag struct {
	_ struct{} `oio:"sdi:OpdaterSagIndeksInputType"`
	SagRet
	Tidspunkt        string  `oio:"Tidspunkt dateTime"`
	UdenNotifikation *string `oio:"UdenNotifikation boolean"`
}

// UnikId is sd:UnikIdType.
type UnikId struct {
	_                 struct{} `oio:"sd:UnikIdType valg"`
	UUIDIdentifikator *string  `oio:"sd:UUIDIdentifikator uuid"`
	URNIdentifikator  *string  `oio:"sd:URNIdentifikator tekst255"`
}

// SoegUdtryk is sdi:SoegUdtrykType.
type SoegUdtryk struct {
	_         struct{}         `oio:"sdi:SoegUdtrykType"`
	Operation *string          `oio:"operation sdi:AndOrType"`
	Valg      []SoegUdtrykValg `oio:"*valg"`
}

// SoegUdtrykValg is one element of SoegUdtryk; exactly one field is filled.
type SoegUdtrykValg struct {
	_                       struct{}           `oio:"sdi:SoegUdtrykType"`
	SoegDokument            *DokumentSoegInput `oio:"SoegDokument"`
	SoegSag                 *SagSoegInput      `oio:"SoegSag"`
	NOT                     *SoegUdtryk        `oio:"NOT"`
	SoegUdtryk              *SoegUdtryk        `oio:"SoegUdtryk"`
	SoegSagsloeseDokumenter *DokumentSoegInput `oio:"SoegSagsloeseDokumenter"`
}

// Filter is sdi:FremsoegFilterSagDokumentIndeksInputType.
type Filter struct {
	_    struct{}     `oio:"sdi:FremsoegFilterSagDokumentIndeksInputType"`
	Valg []FilterValg `oio:"*valg"`
}

// FilterValg is one element of Filter; exactly one field is filled.
type FilterValg struct {
	_                struct{}     `oio:"sdi:FremsoegFilterSagDokumentIndeksInputType"`
	DokumentVis      *DokumentVis `oio:"DokumentVis"`
	SagVis           *SagVis      `oio:"SagVis"`
	DokumentInkluder *string      `oio:"DokumentInkluder sdi:DokumentInkluderFilterType"`
	SagInkluder      *string      `oio:"SagInkluder sdi:SagInkluderFilterType"`
}

// Sortering is sdi:FremsoegSorteringSagDokumentIndeksInputType.
type Sortering struct {
	_    struct{}        `oio:"sdi:FremsoegSorteringSagDokumentIndeksInputType"`
	Valg []SorteringValg `oio:"*valg"`
}

// SorteringValg is one element of Sortering; exactly one field is filled.
type SorteringValg struct {
	_                 struct{}           `oio:"sdi:FremsoegSorteringSagDokumentIndeksInputType"`
	SagSortering      *SagSortering      `oio:"SagSortering"`
	DokumentSortering *DokumentSortering `oio:"DokumentSortering"`
}

// BasicOutput is sd:BasicOutputType.
type BasicOutput struct {
	_             struct{}      `oio:"sd:BasicOutputType"`
	StandardRetur StandardRetur `oio:"sd:StandardRetur"`
}

// Antal is sdi:AntalType.
type Antal struct {
	_          struct{}    `oio:"sdi:AntalType"`
	Element    string      `oio:"Element sdi:Element"`
	Antal      string      `oio:"Antal integer"`
	Paginering *Paginering `oio:"Paginering"`
}

// SagFiltreretOejebliksbillede is sag:FiltreretOejebliksbilledeType.
type SagFiltreretOejebliksbillede struct {
	_            struct{}          `oio:"sag:FiltreretOejebliksbilledeType"`
	ObjektType   SagDokObjekt      `oio:"ObjektType"`
	Registrering []SagRegistrering `oio:"Registrering"`
}

// DokumentFiltreretOejebliksbillede is di:FiltreretOejebliksbilledeType.
type DokumentFiltreretOejebliksbillede struct {
	_            struct{}               `oio:"di:FiltreretOejebliksbilledeType"`
	ObjektType   SagDokObjekt           `oio:"ObjektType"`
	Registrering []DokumentRegistrering `oio:"Registrering"`
}

// LokalUdvidelse is gd:LokalUdvidelseType.
type LokalUdvidelse struct {
	_        struct{}  `oio:"gd:LokalUdvidelseType"`
	Virkning *Virkning `oio:"Virkning"`
}

// SagIndeksSoegeord is si:SoegeordType.
type SagIndeksSoegeord struct {
	_                     struct{} `oio:"si:SoegeordType"`
	SoegeordIdentifikator *string  `oio:"SoegeordIdentifikator string"`
	BeskrivelseTekst      *string  `oio:"sd:BeskrivelseTekst tekst4096"`
	SoegeordKategoriTekst *string  `oio:"SoegeordKategoriTekst string"`
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

// OprettetTidspunktInterval is go:OprettetTidspunktIntervalType.
type OprettetTidspunktInterval struct {
	_            struct{}   `oio:"go:OprettetTidspunktIntervalType"`
	FraTidspunkt *Tidspunkt `oio:"FraTidspunkt"`
	TilTidspunkt *Tidspunkt `oio:"TilTidspunkt"`
}

// SenestAendretInterval is go:SenestAendretIntervalType.
type SenestAendretInterval struct {
	_            struct{}   `oio:"go:SenestAendretIntervalType"`
	FraTidspunkt *Tidspunkt `oio:"FraTidspunkt"`
	TilTidspunkt *Tidspunkt `oio:"TilTidspunkt"`
}

// DokumentSoegeord is di:SoegeordType.
type DokumentSoegeord struct {
	_                     struct{} `oio:"di:SoegeordType"`
	SoegeordIdentifikator *string  `oio:"SoegeordIdentifikator string"`
	Beskrivelse           *string  `oio:"Beskrivelse string"`
	SoegeordKategori      *string  `oio:"SoegeordKategori string"`
}

// SoegTidInterval is go:SoegTidIntervalType.
type SoegTidInterval struct {
	_            struct{}  `oio:"go:SoegTidIntervalType"`
	FraTidspunkt Tidspunkt `oio:"FraTidspunkt"`
	TilTidspunkt Tidspunkt `oio:"TilTidspunkt"`
}

// SagRegistrering is sag:RegistreringType.
type SagRegistrering struct {
	_ struct{} `oio:"sag:RegistreringType"`
	Registrering
	AttributListe SagAttributListe `oio:"AttributListe"`
	TilstandListe SagTilstandListe `oio:"TilstandListe"`
	RelationListe SagRelationListe `oio:"RelationListe"`
}

// SagDokObjekt is sd:SagDokObjektType.
type SagDokObjekt struct {
	_                 struct{} `oio:"sd:SagDokObjektType"`
	UUIDIdentifikator string   `oio:"sd:UUIDIdentifikator uuid"`
}

// DokumentRegistrering is di:RegistreringType.
type DokumentRegistrering struct {
	_ struct{} `oio:"di:RegistreringType"`
	Registrering
	AttributListe DokumentAttributListe `oio:"AttributListe"`
	TilstandListe DokumentTilstandListe `oio:"TilstandListe"`
	RelationListe DokumentRelationListe `oio:"RelationListe"`
}

// DokumentRet is di:RetInputType.
type DokumentRet struct {
	_ struct{} `oio:"di:RetInputType"`
	RetInput
	AttributListe *DokumentAttributListe `oio:"AttributListe"`
	TilstandListe *DokumentTilstandListe `oio:"TilstandListe"`
	RelationListe *DokumentRelationListe `oio:"RelationListe"`
}

// SagRet is sag:RetInputType.
type SagRet struct {
	_ struct{} `oio:"sag:RetInputType"`
	RetInput
	AttributListe *SagAttributListe `oio:"AttributListe"`
	TilstandListe *SagTilstandListe `oio:"TilstandListe"`
	RelationListe *SagRelationListe `oio:"RelationListe"`
}

// DokumentSoegInput is di:SoegInputType.
type DokumentSoegInput struct {
	_ struct{} `oio:"di:SoegInputType"`
	SoegIndeksInput
	AttributListe DokumentAttributListe `oio:"AttributListe"`
	TilstandListe DokumentTilstandListe `oio:"TilstandListe"`
	RelationListe DokumentRelationListe `oio:"RelationListe"`
}

// SagSoegInput is sag:SoegInputType.
type SagSoegInput struct {
	_ struct{} `oio:"sag:SoegInputType"`
	SoegIndeksInput
	AttributListe SagAttributListe `oio:"AttributListe"`
	TilstandListe SagTilstandListe `oio:"TilstandListe"`
	RelationListe SagRelationListe `oio:"RelationListe"`
}

// DokumentVis is sdi:DokumentVisType.
type DokumentVis struct {
	_   struct{} `oio:"sdi:DokumentVisType"`
	Vis string   `oio:"Vis sdi:DokumentVisFilterType"`
}

// SagVis is sdi:SagVisType.
type SagVis struct {
	_   struct{} `oio:"sdi:SagVisType"`
	Vis string   `oio:"Vis sdi:SagVisFilterType"`
}

// SagSortering is sdi:SagSorteringType.
type SagSortering struct {
	_         struct{} `oio:"sdi:SagSorteringType"`
	Element   string   `oio:"Element sdi:SagSorteringFilterType"`
	Retning   string   `oio:"Retning sdi:SorteringFilterRetningType"`
	Prioritet string   `oio:"Prioritet integer"`
}

// DokumentSortering is sdi:DokumentSorteringType.
type DokumentSortering struct {
	_         struct{} `oio:"sdi:DokumentSorteringType"`
	Element   string   `oio:"Element sdi:DokumentSorteringFilterType"`
	Retning   string   `oio:"Retning sdi:SorteringFilterRetningType"`
	Prioritet string   `oio:"Prioritet integer"`
}

// Paginering is go:PagineringType.
type Paginering struct {
	_                        struct{} `oio:"go:PagineringType"`
	FoersteResultatReference *string  `oio:"sd:FoersteResultatReference integer"`
	MaksimalAntalKvantitet   *string  `oio:"sd:MaksimalAntalKvantitet integer"`
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

// Registrering is gd:RegistreringType.
type Registrering struct {
	_ struct{} `oio:"gd:RegistreringType"`
	KildeRegistrering
	StsTidspunkt *string `oio:"StsTidspunkt dateTime"`
}

// SagAttributListe is sag:AttributListeType.
type SagAttributListe struct {
	_                   struct{}             `oio:"sag:AttributListeType"`
	Egenskaber          []SagEgenskaber      `oio:"Egenskaber"`
	LokalUdvidelseListe *LokalUdvidelseListe `oio:"gd:LokalUdvidelseListe"`
}

// SagTilstandListe is sag:TilstandListeType.
type SagTilstandListe struct {
	_                   struct{}             `oio:"sag:TilstandListeType"`
	Fremdrift           []SagFremdrift       `oio:"Fremdrift"`
	LokalUdvidelseListe *LokalUdvidelseListe `oio:"gd:LokalUdvidelseListe"`
}

// SagRelationListe is sag:RelationListeType.
type SagRelationListe struct {
	_                   struct{}                 `oio:"sag:RelationListeType"`
	Sagsaktoer          []Relation               `oio:"Sagsaktoer"`
	Sagsklasse          []Relation               `oio:"Sagsklasse"`
	Sagspart            []Relation               `oio:"Sagspart"`
	Sagsrelation        []Relation               `oio:"Sagsrelation"`
	Sagsgenstande       []Relation               `oio:"Sagsgenstande"`
	Journalpost         []SagJournalpostRelation `oio:"Journalpost"`
	LokalUdvidelseListe *LokalUdvidelseListe     `oio:"gd:LokalUdvidelseListe"`
}

// DokumentAttributListe is di:AttributListeType.
type DokumentAttributListe struct {
	_                   struct{}             `oio:"di:AttributListeType"`
	Egenskaber          []DokumentEgenskaber `oio:"Egenskaber"`
	LokalUdvidelseListe *LokalUdvidelseListe `oio:"gd:LokalUdvidelseListe"`
}

// DokumentTilstandListe is di:TilstandListeType.
type DokumentTilstandListe struct {
	_                   struct{}             `oio:"di:TilstandListeType"`
	Fremdrift           []DokumentFremdrift  `oio:"Fremdrift"`
	LokalUdvidelseListe *LokalUdvidelseListe `oio:"gd:LokalUdvidelseListe"`
}

// DokumentRelationListe is di:RelationListeType.
type DokumentRelationListe struct {
	_                   struct{}             `oio:"di:RelationListeType"`
	Dokumentrelation    []Relation           `oio:"Dokumentrelation"`
	Dokumentaktoer      []Relation           `oio:"Dokumentaktoer"`
	Dokumentpart        []Relation           `oio:"Dokumentpart"`
	Dokumentklasse      []Relation           `oio:"Dokumentklasse"`
	LokalUdvidelseListe *LokalUdvidelseListe `oio:"gd:LokalUdvidelseListe"`
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

// SagEgenskaber is sag:EgenskaberType.
type SagEgenskaber struct {
	_                    struct{}              `oio:"sag:EgenskaberType"`
	Virkning             *Virkning             `oio:"Virkning"`
	BrugervendtNoegle    *string               `oio:"BrugervendtNoegle tekst50"`
	AfleveretIndikator   *string               `oio:"AfleveretIndikator boolean"`
	Beskrivelse          *string               `oio:"Beskrivelse tekst4096"`
	HjemmelSpecifikation *string               `oio:"HjemmelSpecifikation tekst1024"`
	Kassationskode       *string               `oio:"Kassationskode tekst50"`
	OffentlighedUndtaget *OffentlighedUndtaget `oio:"OffentlighedUndtaget"`
	PrincipielIndikator  *string               `oio:"PrincipielIndikator boolean"`
	Sagsnummer           *string               `oio:"Sagsnummer tekst1-50"`
	Titel                *string               `oio:"Titel tekst1-255"`
}

// SagFremdrift is sag:FremdriftType.
type SagFremdrift struct {
	_                   struct{}  `oio:"sag:FremdriftType"`
	Virkning            *Virkning `oio:"Virkning"`
	FremdriftStatusKode *string   `oio:"FremdriftStatusKode sag:FremdriftStatusKodeType"`
}

// SagJournalpostRelation is sag:JournalpostRelationType.
type SagJournalpostRelation struct {
	_ struct{} `oio:"sag:JournalpostRelationType"`
	Relation
	JournalpostEgenskaber *SagJournalpostEgenskaber `oio:"JournalpostEgenskaber"`
}

// DokumentEgenskaber is di:EgenskaberType.
type DokumentEgenskaber struct {
	_                         struct{}              `oio:"di:EgenskaberType"`
	Virkning                  *Virkning             `oio:"Virkning"`
	BrugervendtNoegle         *string               `oio:"BrugervendtNoegle tekst50"`
	Titel                     *string               `oio:"Titel tekst1-255"`
	Beskrivelse               *string               `oio:"Beskrivelse tekst4096"`
	BrevDato                  *string               `oio:"BrevDato date"`
	OffentlighedUndtaget      *OffentlighedUndtaget `oio:"OffentlighedUndtaget"`
	VersionIdentifikator      *string               `oio:"VersionIdentifikator integer"`
	UnderversionIdentifikator *string               `oio:"UnderversionIdentifikator integer"`
	Kassationskode            *string               `oio:"Kassationskode tekst50"`
	Dokumentnummer            *string               `oio:"Dokumentnummer tekst1-50"`
	Foelsomhed                *string               `oio:"Foelsomhed di:FoelsomhedType"`
	Type                      *string               `oio:"Type di:Type"`
}

// DokumentFremdrift is di:FremdriftType.
type DokumentFremdrift struct {
	_                   struct{}  `oio:"di:FremdriftType"`
	Virkning            *Virkning `oio:"Virkning"`
	FremdriftStatusKode *string   `oio:"FremdriftStatusKode di:FremdriftStatusKodeType"`
}

// SoegInput is sd:SoegInputType.
type SoegInput struct {
	_                        struct{}          `oio:"sd:SoegInputType"`
	FoersteResultatReference *string           `oio:"sd:FoersteResultatReference integer"`
	MaksimalAntalKvantitet   *string           `oio:"sd:MaksimalAntalKvantitet integer"`
	SoegRegistrering         *SoegRegistrering `oio:"sd:SoegRegistrering"`
	SoegVirkning             *SoegVirkning     `oio:"sd:SoegVirkning"`
}

// OffentlighedUndtaget is sd:OffentlighedUndtagetType.
type OffentlighedUndtaget struct {
	_                                struct{} `oio:"sd:OffentlighedUndtagetType"`
	TitelAlternativTekst             string   `oio:"sd:TitelAlternativTekst tekst255"`
	OffentlighedUndtagetHjemmelTekst string   `oio:"sd:OffentlighedUndtagetHjemmelTekst tekst1024"`
}

// SagJournalpostEgenskaber is sag:JournalpostEgenskaberType.
type SagJournalpostEgenskaber struct {
	_                      struct{}                   `oio:"sag:JournalpostEgenskaberType"`
	Dokumenttitel          *string                    `oio:"Dokumenttitel tekst255"`
	OffentlighedUndtaget   *OffentlighedUndtaget      `oio:"sd:OffentlighedUndtaget"`
	JournalnotatEgenskaber *SagJournalnotatEgenskaber `oio:"JournalnotatEgenskaber"`
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

// SagJournalnotatEgenskaber is sag:JournalnotatEgenskaberType.
type SagJournalnotatEgenskaber struct {
	_      struct{} `oio:"sag:JournalnotatEgenskaberType"`
	Titel  *string  `oio:"Titel tekst1-255"`
	Notat  *string  `oio:"Notat base64Binary"`
	Format *string  `oio:"Format tekst50"`
}
