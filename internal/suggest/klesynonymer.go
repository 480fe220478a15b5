package suggest

// kleSynonymer leads from words and abbreviations people in the field use to the words KLE's titles have. It holds what the words mean in
// Danish, not which number somebody chose: a rollator is a mobility aid in FSIII and a re-used one in KLE, so the two tables differ.
var kleSynonymer = [][2]string{
	// abbreviations
	{"bpa", "borgerstyret personlig assistance"}, {"gop", "genoptræning"}, {"skp", "støtte kontaktperson"}, {"ppr", "pædagogisk psykologisk"},
	{"ppv", "pædagogisk psykologisk vurdering"}, {"hmi", "hjælpemiddel"}, {"kol", "kronisk sygdom patientrettet"}, {"adl", "træning"}, {"vum", "udredning"},
	{"utb", "tilsyn"}, {"icm", "bostøtte"}, {"ssp", "kriminalpræventiv"}, {"øko", "økonomisk"}, {"ibo", "bostøtte"},
	// people
	{"senior", "ældre"}, {"pensionist", "ældre"}, {"gammel", "ældre"}, {"handicappet", "handicap nedsat funktionsevne"}, {"handicap", "nedsat funktionsevne"},
	{"funktionsnedsættelse", "nedsat funktionsevne handicap"}, {"sindslidende", "psykisk"}, {"psykiatri", "psykisk"}, {"pårørende", "nærtstående ægtefælle"}, {"nærtstående", "pårørende"},
	{"elev", "folkeskole undervisning"}, {"skole", "undervisning"}, {"førskole", "småbørn"}, {"logopæd", "tale"}, {"psykolog", "psykologisk"},
	{"misbruger", "stofmisbrug"}, {"misbrug", "stofmisbrug alkohol"}, {"narko", "stofmisbrug"}, {"narkotika", "stofmisbrug"}, {"hash", "stofmisbrug"}, {"stofafhængig", "stofmisbrug"},
	{"metadon", "lægelig stofmisbrug"}, {"substitution", "lægelig stofmisbrug"}, {"afrusning", "alkohol stofmisbrug"}, {"rusmiddel", "stofmisbrug alkohol"}, {"antabus", "alkohol"}, {"fixerum", "stofindtagelse"},
	{"domfældt", "kriminalpræventiv tilsyn"}, {"dom", "kriminalpræventiv"}, {"demens", "demente"},
	// homes
	{"plejecenter", "plejehjem plejebolig"}, {"plejehjem", "plejebolig"}, {"alderdomshjem", "plejehjem"}, {"bosted", "botilbud"}, {"boform", "botilbud"}, {"bofællesskab", "botilbud"}, {"bocenter", "botilbud"},
	{"døgnplads", "botilbud døgnophold"}, {"varig", "længerevarende"}, {"hjemløs", "husvild forsorgshjem herberg"}, {"hjemløshed", "forsorgshjem herberg bostøtte"}, {"nødovernatning", "forsorgshjem herberg"}, {"natherberg", "forsorgshjem"},
	{"vold", "krisecenter"}, {"kvindehjem", "krisecenter"}, {"leje", "husleje bolig"}, {"lejer", "leje bolig"}, {"husleje", "bolig leje"}, {"venteliste", "anvisning"},
	{"handicapvenlig", "handicapbolig"}, {"demensbolig", "plejebolig"},
	// help
	{"hjemmehjælp", "personlig praktisk hjælp"}, {"hjemmepleje", "personlig praktisk hjælp pleje"}, {"rengøring", "praktisk hjælp"}, {"indkøb", "praktisk hjælp"}, {"tøjvask", "praktisk hjælp"},
	{"mad", "madservice"}, {"madudbringning", "madservice"}, {"madlevering", "madservice"}, {"kost", "ernæring"}, {"diæt", "ernæring"},
	{"hjemmevejleder", "socialpædagogisk bistand"}, {"bostøtte", "socialpædagogisk"}, {"botræning", "socialpædagogisk bistand"}, {"støtteperson", "kontaktperson"}, {"ledsager", "ledsageordning"}, {"ledsagelse", "ledsageordning"},
	{"aflastning", "afløsning"}, {"vedligeholdende træning", "vedligeholdelsestræning"}, {"træning", "genoptræning"}, {"rehabilitering", "genoptræning rehabiliteringsforløb"}, {"hjælperordning", "ansættelse hjælpere borgerstyret"},
	{"værested", "samværstilbud"}, {"værksted", "beskyttet beskæftigelse"}, {"dagcenter", "aktivitet"}, {"udflugt", "aktivitet"}, {"ferie", "aktivitet"}, {"rejse", "aktivitet"}, {"foredrag", "aktivitet"},
	{"plejeorlov", "pasning"}, {"terminal", "døende"}, {"vågekone", "døende"},
	// decisions and money
	{"visitation", "tildeling anvisning"}, {"bevilling", "tildeling visitation"}, {"afgørelse", "visitation tildeling"}, {"fritvalg", "frit valg leverandør"}, {"fritvalgsbevis", "frit valg leverandør"}, {"egenbetaling", "betaling"}, {"takst", "betaling"},
	{"sagsbehandlingstid", "tidsfrist"}, {"svarfrist", "tidsfrist"}, {"frist", "tidsfrist"}, {"overenskomst", "aftale"}, {"statistik", "praksis analyse"}, {"indberetning", "information"},
	// aids
	{"rollator", "genbrugshjælpemiddel"}, {"kørestol", "genbrugshjælpemiddel"}, {"ganghjælpemiddel", "genbrugshjælpemiddel"}, {"gangstativ", "genbrugshjælpemiddel"}, {"plejeseng", "genbrugshjælpemiddel"}, {"lift", "genbrugshjælpemiddel"},
	{"badebænk", "genbrugshjælpemiddel"}, {"badestol", "genbrugshjælpemiddel"}, {"toiletstol", "genbrugshjælpemiddel"}, {"toiletforhøjer", "genbrugshjælpemiddel"}, {"bækkenstol", "genbrugshjælpemiddel"}, {"forflytning", "genbrugshjælpemiddel"},
	{"protese", "kropsbåren"}, {"ortose", "kropsbåren"}, {"bandage", "kropsbåren"}, {"korset", "kropsbåren"}, {"ble", "kropsbåren"}, {"inkontinens", "kropsbåren"}, {"stomi", "kropsbåren"}, {"kateter", "kropsbåren"}, {"paryk", "kropsbåren"},
	{"strømpe", "kropsbåren"}, {"fodtøj", "kropsbåren"}, {"fodindlæg", "kropsbåren"}, {"brille", "kropsbåren syn"}, {"kontaktlinse", "kropsbåren syn"}, {"høreapparat", "kropsbåren"}, {"bryst", "kropsbåren"},
	{"elscooter", "forbrugsgoder"}, {"computer", "forbrugsgoder"}, {"it", "forbrugsgoder"}, {"robot", "velfærdsteknologisk"}, {"telemedicin", "digital"},
	{"rampe", "boligindretning"}, {"trappelift", "boligindretning"}, {"dørtrin", "boligindretning"}, {"ombygning", "boligindretning"}, {"boligændring", "boligindretning"}, {"boligskift", "boligindretning skift"},
	{"handicapbil", "støtte bil"}, {"invalidebil", "støtte bil"}, {"motorkøretøj", "bil"}, {"kørekort", "bil"}, {"køreprøve", "bil"}, {"kørsel", "befordring"}, {"taxa", "befordring"}, {"transport", "befordring"}, {"buskort", "befordring"},
	{"gps", "tryghedsskabende velfærdsteknologi"}, {"alarm", "tryghedsskabende velfærdsteknologi"}, {"pejling", "tryghedsskabende velfærdsteknologi"}, {"sensor", "tryghedsskabende velfærdsteknologi"}, {"overvågning", "tryghedsskabende"},
	{"kamera", "tryghedsskabende velfærdsteknologi"}, {"nødkald", "alarm"}, {"nødopkald", "alarm"}, {"tryghedskald", "alarm"},
	// force
	{"tvang", "magtanvendelse"}, {"indgreb", "magtanvendelse"}, {"fastholdelse", "magtanvendelse"}, {"låsning", "magtanvendelse"}, {"aflåsning", "magtanvendelse"}, {"låse", "magtanvendelse"}, {"isolation", "magtanvendelse"}, {"sele", "magtanvendelse"},
	{"afværge", "magtanvendelse"}, {"anbringelse", "børn unge"}, {"opholdsrum", "børn unge"},
	// health
	{"tandlæge", "tandpleje"}, {"tand", "tandpleje"}, {"sygeplejerske", "sygepleje"}, {"hjemmesygepleje", "kommunal sygepleje"}, {"sår", "sygepleje"}, {"injektion", "sygepleje"}, {"akutplads", "sygepleje"},
	{"sundhedsplejerske", "sundhedspleje"}, {"amning", "sundhedspleje"}, {"skolelæge", "sundhedstjeneste skole"}, {"rygning", "forebyggelse"}, {"rygestop", "forebyggelse"}, {"tobak", "forebyggelse"}, {"vaccination", "forebyggelse"}, {"motion", "forebyggelse"},
	{"livsstil", "forebyggelse"}, {"stress", "forebyggelse"}, {"overvægt", "forebyggelse"}, {"profylaktisk", "forebyggelse"}, {"smitte", "forebyggelse"}, {"diabetes", "patientrettet forebyggelse"}, {"kronisk", "patientrettet forebyggelse"}, {"kroniker", "patientrettet forebyggelse"},
	{"hjerte", "patientrettet forebyggelse"}, {"kræft", "patientrettet forebyggelse"}, {"sygehus", "sundhedsloven genoptræning"}, {"hospital", "sundhedsloven genoptræning"}, {"fysioterapeut", "fysioterapi"}, {"ergoterapeut", "ergoterapi genoptræning"}, {"utilsigtet", "patientsikkerhed"},
}
