// Holds a FHIR R4 resource against the specification with the validator of the npm package fhir, which carries HL7's own definitions. The one invariant of
// ConceptMap that it does not know is added: a relation that is narrower or inexact needs a comment (cmd-1). Prints what is wrong, warnings too, and ends
// with 1, or the number of targets.
const fs = require('fs');
const {Fhir} = require('fhir');

const resource = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
if (process.argv[3] === '--break') resource.status = 'valid';
const all = resource.resourceType === 'Bundle' ? resource.entry.map(e => e.resource) : [resource];
const wrong = [];
let targets = 0;
for (const one of [resource, ...all]) for (const m of new Fhir().validate(one).messages) if (m.severity !== 'info') wrong.push(`${m.severity} ${m.location}: ${m.message}`);
for (const map of all) for (const group of map.group || []) for (const element of group.element) for (const target of element.target) {
  targets++;
  if (['narrower', 'inexact'].includes(target.equivalence) && !target.comment) wrong.push(`cmd-1: ${element.code} has no comment`);
  if (!/^[^\s]+(\s[^\s]+)*$/.test(element.code)) wrong.push(`${JSON.stringify(element.code)} is no code`);
}
console.log(wrong.length > 0 ? wrong.join('\n') : targets);
process.exit(wrong.length > 0 ? 1 : 0);
