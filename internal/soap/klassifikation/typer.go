package klassifikation

import "indeksbro/internal/soap"

// Familie is the alphabet of Klasse in FK Klassifikation, version 7.
var Familie = soap.NyFamilie(
	map[string]string{
		"k":   "http://stoettesystemerne.dk/klassifikation/klasse/7/",
		"sd":  "urn:oio:sagdok:3.0.0",
		"sts": "urn:oio:sts:7",
	},
	map[string]soap.Simpel{
		"sd:AktoerTypeKodeType": soap.Valg("Organisation", "OrganisationEnhed", "OrganisationFunktion", "Bruger", "ItSystem", "Interessefaellesskab"),
		"sd:LivscyklusKodeType": soap.Valg("Opstaaet", "Importeret", "Passiveret", "Slettet"),
		"sd:Sortering":          soap.Moenster(`100|[1-9][0-9]?`),
	},
	map[string]any{
		"k:LaesInput":  LaesInput{},
		"k:LaesOutput": LaesOutput{},
		"k:ListInput":  ListInput{},
		"k:ListOutput": ListOutput{},
		"k:SoegInput":  SoegInput{},
		"k:SoegOutput": SoegOutput{},
	},
)

// LaesInput is sd:LaesInputType.
type LaesInput struct {
	_                     struct{}   `oio:"sd:LaesInputType"`
	UUIDIdentifikator     string     `oio:"sd:UUIDIdentifikator uuid"`
	VirkningFraFilter     *Tidspunkt `oio:"sd:VirkningFraFilter"`
	VirkningTilFilter     *Tidspunkt `oio:"sd:VirkningTilFilter"`
	RegistreringFraFilter *Tidspunkt `oio:"sd:RegistreringFraFilter"`
	RegistreringTilFilter *Tidspunkt `oio:"sd:RegistreringTilFilter"`
}

// LaesOutput is k:LaesOutputType.
type LaesOutput struct {
	_ struct{} `oio:"k:LaesOutputType"`
	BasicOutput
	FiltreretOejebliksbillede *FiltreretOejebliksbillede `oio:"FiltreretOejebliksbillede"`
}

// ListInput is sd:ListInputType.
type ListInput struct {
	_                     struct{}   `oio:"sd:ListInputType"`
	UUIDIdentifikator     []string   `oio:"sd:UUIDIdentifikator 1..n uuid"`
	VirkningFraFilter     *Tidspunkt `oio:"sd:VirkningFraFilter"`
	VirkningTilFilter     *Tidspunkt `oio:"sd:VirkningTilFilter"`
	RegistreringFraFilter *Tidspunkt `oio:"sd:RegistreringFraFilter"`
	RegistreringTilFilter *Tidspunkt `oio:"sd:RegistreringTilFilter"`
}

// ListOutput is k:ListOutputType.
type ListOutput struct {
	_ struct{} `oio:"k:ListOutputType"`
	GrundListOutput
	FiltreretOejebliksbillede []FiltreretOejebliksbillede `oio:"FiltreretOejebliksbillede"`
}

// SoegInput is k:SoegInputType.
type SoegInput struct {
	_ struct{} `oio:"k:SoegInputType"`
	GrundSoegInput
	AttributListe AttributListe `oio:"k:AttributListe"`
	TilstandListe TilstandListe `oio:"k:TilstandListe"`
	RelationListe RelationListe `oio:"k:RelationListe"`
}

// SoegOutput is sd:SoegOutputType.
type SoegOutput struct {
	_             struct{}      `oio:"sd:SoegOutputType"`
	StandardRetur StandardRetur `oio:"sd:StandardRetur"`
	IdListe       *IdListe      `oio:"sd:IdListe"`
}

// Tidspunkt is sd:TidspunktType.
type Tidspunkt struct {
	_                  struct{} `oio:"sd:TidspunktType valg"`
	TidsstempelDatoTid *string  `oio:"sd:TidsstempelDatoTid dateTime"`
	GraenseIndikator   *string  `oio:"sd:GraenseIndikator sand"`
}

// BasicOutput is sd:BasicOutputType.
type BasicOutput struct {
	_             struct{}      `oio:"sd:BasicOutputType"`
	StandardRetur StandardRetur `oio:"sd:StandardRetur"`
}

// FiltreretOejebliksbillede is k:FiltreretOejebliksbilledeType.
type FiltreretOejebliksbillede struct {
	_            struct{}       `oio:"k:FiltreretOejebliksbilledeType"`
	ObjektID     SagDokObjekt   `oio:"ObjektID"`
	DataEjer     *DataEjer      `oio:"DataEjer"`
	Registrering []Registrering `oio:"Registrering"`
}

// GrundListOutput is sd:ListOutputType.
type GrundListOutput struct {
	_             struct{}      `oio:"sd:ListOutputType"`
	StandardRetur StandardRetur `oio:"sd:StandardRetur"`
}

// GrundSoegInput is sd:SoegInputType.
type GrundSoegInput struct {
	_                        struct{}          `oio:"sd:SoegInputType"`
	FoersteResultatReference *string           `oio:"sd:FoersteResultatReference integer"`
	MaksimalAntalKvantitet   *string           `oio:"sd:MaksimalAntalKvantitet integer"`
	SoegRegistrering         *SoegRegistrering `oio:"sd:SoegRegistrering"`
	SoegVirkning             *SoegVirkning     `oio:"sd:SoegVirkning"`
	DataEjer                 *DataEjer         `oio:"DataEjer"`
}

// AttributListe is k:AttributListeType.
type AttributListe struct {
	_        struct{}   `oio:"k:AttributListeType"`
	Egenskab []Egenskab `oio:"k:Egenskab"`
}

// TilstandListe is k:TilstandListeType.
type TilstandListe struct {
	_                struct{}           `oio:"k:TilstandListeType"`
	PubliceretStatus []PubliceretStatus `oio:"k:PubliceretStatus"`
}

// RelationListe is k:RelationListeType.
type RelationListe struct {
	_                struct{}                `oio:"k:RelationListeType"`
	Ansvarlig        *AktoerRelation         `oio:"sd:Ansvarlig"`
	Ejer             *AktoerRelation         `oio:"sd:Ejer"`
	Facet            *FacetRelation          `oio:"sd:Facet"`
	Mapninger        []MapningerFlerRelation `oio:"sd:Mapninger"`
	OverordnetKlasse *KlasseRelation         `oio:"sd:OverordnetKlasse"`
	Redaktoerer      []AktoerFlerRelation    `oio:"sd:Redaktoerer"`
}

// StandardRetur is sd:StandardReturType.
type StandardRetur struct {
	_               struct{} `oio:"sd:StandardReturType"`
	StatusKode      string   `oio:"sd:StatusKode integer"`
	FejlbeskedTekst *string  `oio:"sd:FejlbeskedTekst string"`
}

// IdListe is sd:IdListeType.
type IdListe struct {
	_                 struct{} `oio:"sd:IdListeType"`
	UUIDIdentifikator []string `oio:"sd:UUIDIdentifikator uuid"`
}

// SagDokObjekt is sd:SagDokObjektType.
type SagDokObjekt struct {
	_                 struct{} `oio:"sd:SagDokObjektType"`
	UUIDIdentifikator string   `oio:"sd:UUIDIdentifikator uuid"`
}

// DataEjer is sd:DataEjer.
type DataEjer struct {
	_   struct{} `oio:"sd:DataEjer"`
	CVR *string  `oio:"sd:CVR cvr"`
}

// Registrering is k:RegistreringType.
type Registrering struct {
	_ struct{} `oio:"k:RegistreringType"`
	GrundRegistrering
	AttributListe AttributListe `oio:"k:AttributListe"`
	TilstandListe TilstandListe `oio:"k:TilstandListe"`
	RelationListe RelationListe `oio:"k:RelationListe"`
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

// Egenskab is k:EgenskabType.
type Egenskab struct {
	_                      struct{}   `oio:"k:EgenskabType"`
	Virkning               *Virkning  `oio:"sd:Virkning"`
	BrugervendtNoegleTekst *string    `oio:"sd:BrugervendtNoegleTekst tekst50"`
	BeskrivelseTekst       *string    `oio:"sd:BeskrivelseTekst tekst10000"`
	EksempelTekst          *string    `oio:"sd:EksempelTekst tekst4096"`
	OmfangTekst            *string    `oio:"sd:OmfangTekst tekst1024"`
	TitelTekst             *string    `oio:"sd:TitelTekst tekst300"`
	RetskildeTekst         *string    `oio:"sd:RetskildeTekst tekst4096"`
	Sortering              *string    `oio:"sd:Sortering sd:Sortering"`
	AendringsnotatTekst    *string    `oio:"sd:AendringsnotatTekst tekst1024"`
	Soegeord               []Soegeord `oio:"k:Soegeord"`
}

// PubliceretStatus is k:PubliceretStatusType.
type PubliceretStatus struct {
	_                     struct{}  `oio:"k:PubliceretStatusType"`
	Virkning              *Virkning `oio:"sd:Virkning"`
	ErPubliceretIndikator *string   `oio:"sd:ErPubliceretIndikator boolean"`
}

// AktoerRelation is sd:AktoerRelationType.
type AktoerRelation struct {
	_ struct{} `oio:"sd:AktoerRelationType"`
	Relation
}

// FacetRelation is sd:FacetRelationType.
type FacetRelation struct {
	_ struct{} `oio:"sd:FacetRelationType"`
	Relation
}

// MapningerFlerRelation is sd:MapningerFlerRelationType.
type MapningerFlerRelation struct {
	_ struct{} `oio:"sd:MapningerFlerRelationType"`
	DynamicRoleFlerRelation
}

// KlasseRelation is sd:KlasseRelationType.
type KlasseRelation struct {
	_ struct{} `oio:"sd:KlasseRelationType"`
	Relation
}

// AktoerFlerRelation is sd:AktoerFlerRelationType.
type AktoerFlerRelation struct {
	_ struct{} `oio:"sd:AktoerFlerRelationType"`
	FlerRelation
}

// GrundRegistrering is sd:RegistreringType.
type GrundRegistrering struct {
	_              struct{} `oio:"sd:RegistreringType"`
	NoteTekst      *string  `oio:"sd:NoteTekst tekst1024"`
	Tidspunkt      *string  `oio:"Tidspunkt dateTime"`
	LivscyklusKode *string  `oio:"sd:LivscyklusKode sd:LivscyklusKodeType"`
	BrugerRef      *UnikId  `oio:"sd:BrugerRef"`
}

// UnikId is sd:UnikIdType.
type UnikId struct {
	_                 struct{} `oio:"sd:UnikIdType valg"`
	UUIDIdentifikator *string  `oio:"sd:UUIDIdentifikator uuid"`
	URNIdentifikator  *string  `oio:"sd:URNIdentifikator tekst255"`
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

// Soegeord is k:SoegeordType.
type Soegeord struct {
	_                     struct{} `oio:"k:SoegeordType"`
	SoegeordIdentifikator *string  `oio:"sd:SoegeordIdentifikator tekst50"`
	BeskrivelseTekst      *string  `oio:"sd:BeskrivelseTekst tekst10000"`
	SoegeordKategoriTekst *string  `oio:"sd:SoegeordKategoriTekst tekst1024"`
}

// Relation is sd:RelationType.
type Relation struct {
	_           struct{}        `oio:"sd:RelationType"`
	Virkning    *Virkning       `oio:"sd:Virkning"`
	ReferenceID *UuidLabelInput `oio:"sd:ReferenceID"`
}

// DynamicRoleFlerRelation is sd:DynamicRoleFlerRelationType.
type DynamicRoleFlerRelation struct {
	_ struct{} `oio:"sd:DynamicRoleFlerRelationType"`
	FlerRelation
	Rolle  UuidLabelNoUrnInput `oio:"Rolle"`
	Type   UuidLabelNoUrnInput `oio:"Type"`
	Indeks IndeksInput         `oio:"Indeks"`
}

// FlerRelation is sd:FlerRelationType.
type FlerRelation struct {
	_           struct{}        `oio:"sd:FlerRelationType"`
	Virkning    *Virkning       `oio:"sd:Virkning"`
	ReferenceID *UuidLabelInput `oio:"sd:ReferenceID"`
}

// UuidLabelInput is sd:UuidLabelInputType.
type UuidLabelInput struct {
	_ struct{} `oio:"sd:UuidLabelInputType"`
	UnikId
	Label *string `oio:"Label string"`
}

// UuidLabelNoUrnInput is sd:UuidLabelNoUrnInputType.
type UuidLabelNoUrnInput struct {
	_                 struct{} `oio:"sd:UuidLabelNoUrnInputType"`
	UUIDIdentifikator string   `oio:"sd:UUIDIdentifikator uuid"`
	Label             *string  `oio:"Label string"`
}

// IndeksInput is sd:IndeksInputType.
type IndeksInput struct {
	_                 struct{} `oio:"sd:IndeksInputType"`
	UUIDIdentifikator *string  `oio:"sd:UUIDIdentifikator uuid"`
}
