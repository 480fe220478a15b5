// Holds an SSSOM/TSV file against the model (sssom.schema.json) with readers that are not ours: papaparse for the table, yaml for the metadata, ajv for
// the schema. Prints what is wrong and ends with 1, or the number of mappings.
const fs = require('fs');
const path = require('path');
const Ajv = require('ajv');
const Papa = require('papaparse');
const YAML = require('yaml');

const lines = fs.readFileSync(process.argv[2], 'utf8').split('\n');
let at = 0;
while (lines[at].startsWith('#')) at++;
const set = YAML.parse(lines.slice(0, at).map(line => line.slice(1)).join('\n'), {schema: 'failsafe'});
const table = Papa.parse(lines.slice(at).join('\n'), {delimiter: '\t', header: true, skipEmptyLines: true});
const wrong = table.errors.map(e => `row ${e.row}: ${e.message}`);

const multivalued = new Set(['author_id', 'author_label', 'reviewer_id', 'reviewer_label', 'creator_id', 'creator_label', 'curation_rule', 'curation_rule_text', 'subject_match_field', 'object_match_field', 'match_string', 'see_also']);
const numbers = new Set(['confidence', 'similarity_score']);
const propagated = ['subject_type', 'object_type', 'predicate_type', 'subject_source', 'object_source', 'mapping_date', 'mapping_tool', 'mapping_tool_version'];
const references = ['subject_id', 'predicate_id', 'object_id', 'subject_source', 'object_source', 'mapping_justification', 'author_id', 'creator_id'];
const known = new Set(['sssom', 'owl', 'rdf', 'rdfs', 'skos', 'semapv', 'xsd', 'linkml', 'dcterms', 'pav', 'prov', 'urn', 'http', 'https', ...Object.keys(set.curie_map || {})]);
const extensions = new Map((set.extension_definitions || []).map(e => [e.slot_name, e]));
const used = new Set();

set.mappings = table.data.map((row, n) => {
  const mapping = {};
  for (const slot of propagated) if (set[slot] !== undefined) mapping[slot] = set[slot];
  for (const [slot, value] of Object.entries(row)) {
    if (value === '') continue;
    if (extensions.has(slot)) { used.add(slot); continue; }
    mapping[slot] = multivalued.has(slot) ? value.split('|') : numbers.has(slot) ? Number(value) : value;
  }
  for (const slot of references) for (const reference of [mapping[slot] || []].flat()) {
    const prefix = reference.split(':')[0];
    if (!known.has(prefix)) wrong.push(`row ${n}: the prefix of ${slot} ${reference} is not in curie_map`);
  }
  return mapping;
});
for (const e of extensions.values()) for (const reference of [e.property, e.type_hint]) if (reference && !known.has(reference.split(':')[0])) wrong.push(`extension ${e.slot_name}: ${reference} has no prefix`);
if (process.argv[3] === '--break') for (const m of set.mappings) { delete m.mapping_justification; m.object_id = 'no reference'; }

const valid = new Ajv({allErrors: true, strict: false}).compile(JSON.parse(fs.readFileSync(path.join(__dirname, 'sssom.schema.json'), 'utf8')));
if (!valid(set)) for (const e of valid.errors) wrong.push(`${e.instancePath} ${e.message} ${JSON.stringify(e.params)}`);
console.log(wrong.length > 0 ? wrong.join('\n') : set.mappings.length);
process.exit(wrong.length > 0 ? 1 : 0);
