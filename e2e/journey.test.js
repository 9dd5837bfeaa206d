// One client's certification, from the public page to the end of its first cycle's plan, each step by the person
// whose step it is, in that person's own portal, with nothing but a browser. Pictures of each step are kept in the
// gallery. The steps follow one another: when one fails, those after it are not tried.

import { after, before, test } from "node:test";
import { openHouse } from "./house.js";
import { CLIENT } from "./journey/client.js";
import { Play } from "./journey/hands.js";
import * as apply from "./journey/apply.js";
import * as agree from "./journey/agree.js";
import * as team from "./journey/team.js";
import * as stage1 from "./journey/stage_1.js";
import * as stage2 from "./journey/stage_2.js";
import * as corrective from "./journey/corrective.js";
import * as decide from "./journey/decide.js";
import * as attest from "./journey/attest.js";

let house, play, stuck;
before(async () => {
  house = await openHouse();
  play = new Play(house, CLIENT);
});
after(async () => { await house?.close(); });

function step(says, act) {
  test(says, async (t) => {
    if (stuck) return t.skip(`after: ${stuck}`);
    stuck = says;
    await act(play);
    stuck = undefined;
  });
}

step("1 a visitor reads how the body certifies, and opens an account", apply.opensAnAccount);
step("1 the applicant saves a draft, and sees what is missing", apply.savesADraft);
step("1 it answers every section", apply.answersEverySection);
step("1 it imports its register: a problem named by row and column, nothing written until confirmed", apply.importsTheRegister);
step("1 it checks its answers and submits", apply.checksAndSubmits);
step("2 the office returns it with a question, and the client answers", agree.isReturnedAndAnsweredAgain);
step("2 the office accepts it, with reasons", agree.isAccepted);
step("2 the office determines the audit time and offers a fixed fee", agree.getsItsAuditTime);
step("2 the client's signatory accepts proposal and agreement", agree.acceptsTheProposal);
step("3 the office makes the programme of the cycle", agree.getsItsProgramme);
step("3 a team is appointed, declares, and is agreed to", team.teamOfStage1);
step("4 the lead auditor plans Stage 1, and the client agrees", stage1.planOfStage1);
step("4 the client uploads what is asked for", stage1.uploadsWhatIsAskedFor);
step("4 Stage 1 is opened", stage1.opensStage1);
step("4 documented information is checked, and an area of concern named", stage1.isChecked);
step("4 Stage 1 is closed", stage1.closesStage1);
step("4 the report says ready, is locked, and is reviewed by the office", stage1.isReportedReady);
step("5 Stage 2 gets its team, to which the client objects in vain, and its plan", stage2.startsStage2);
step("5 Stage 2 is opened", stage2.opensStage2);
step("5 every clause and control is concluded", stage2.concludesEverything);
step("5 findings of two grades are raised", stage2.raisesFindings);
step("5 Stage 2 is closed and reported", stage2.reportsStage2);
step("7 no case opens while the file is incomplete", corrective.opensNoCaseTooEarly);
step("7 the client sees of the report what is published to it", corrective.isPublished);
step("6 the client answers the finding", corrective.answersTheFinding);
step("6 the auditor returns the answer with a reason", corrective.getsItBack);
step("6 the client answers again", corrective.answersAgain);
step("6 the answer is accepted, verified, and the finding closed", corrective.isAcceptedAndClosed);
step("7 the case opens and gets its panel", decide.getsAPanel);
step("7 the panel declares its conflicts", decide.panelDeclares);
step("7 a member reads the whole record and signs", decide.signsTooEarly);
step("7 a member asks the team, which answers", decide.panelAsks);
step("7 the change voids the signature; all sign again, the chair last", decide.panelSigns);
step("7 the client sees nothing of the deliberation", decide.neverSeesTheDeliberation);
step("8 the client downloads its attestation", attest.downloadsItsAttestation);
step("8 the directory lists it by consent, and not before", attest.isListedByConsent);
step("8 anyone finds it by name and by number", attest.isFoundByAnyone);
step("9 the cycle begins: what falls due, for client and office; the record is whole", attest.seesItsCycle);
step("9 the neighbour on the same installation sees nothing of it", attest.isUnseenByTheNeighbour);
