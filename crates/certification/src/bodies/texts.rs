//! What a new body says until its administrators say it in their own words: true of every body that works
//! with these rules.

pub(super) const PROCESS: &str = "We certify management systems, not products and not people. An organisation applies, \
we review the application, determine the audit time from a published table, and offer a fixed fee. An audit team that is \
competent for the client's field and free of conflicts audits in two stages. A panel of people who took no part in the \
audit reads the complete record and decides. A certificate then runs for its cycle, with surveillance in between.\n\n\
We certify, and nothing else: we give no consultancy on management systems, we recommend no consultants, and our fee \
never depends on the outcome.";

pub(super) const GRANTING: &str = "Granting and refusing: a certificate is granted only when Stage 1 and Stage 2 are \
complete, every major nonconformity is closed and its correction verified, every minor one has an accepted plan, and the \
panel decides so. A refusal is given with its reasons.\n\n\
Maintaining: a certificate is kept by surveillance audits, the first within twelve months of the decision, and by telling \
us of changes that bear on the management system.\n\n\
Extending and reducing: a change of scope is applied for, audited as far as needed, and decided like a grant.\n\n\
Suspending and restoring: a certificate is suspended when the system persistently fails its requirements, when an audit \
is not allowed in time, or when the client asks. A suspension is public and lasts at most six months; it is lifted when \
its cause is resolved.\n\n\
Withdrawing: what is not resolved in that time leads to a reduced scope or to withdrawal. A client whose certificate is \
withdrawn stops referring to it at once.";

pub(super) const MARKS: &str = "A certified client may say that its management system is certified, naming the standard, \
the certificate's number and us. The mark may stand on letters, brochures and web pages beside the client's name.\n\n\
The mark must not stand on a product, on its packaging, on a model card or in a system's output, nor in any way that lets \
a reader believe that a product, a service or a model is certified. It must not stand on test reports or certificates that \
the client itself issues. When the certificate is suspended or withdrawn, its use ends.";

pub(super) const APPEALS: &str = "Anyone may complain about us or about a client that we certify, and a client may appeal \
against any decision of ours. Write to the address above. We confirm receipt, have the matter examined by people who had \
no part in it, tell you how it goes on, and give you the outcome with its reasons. Nobody is treated worse for having \
complained or appealed.";

pub(super) const IMPARTIALITY: &str = "Our product is trust, and it is worth nothing if our decisions are not our own. We \
identify what could threaten our impartiality, from ownership and finance to friendship and habit, and remove it or \
reduce it to what is acceptable, or we do not certify. Everyone on an audit team or a panel declares conflicts before each \
engagement. Nobody who audited a client takes part in deciding on it. Nobody works on a client that employed or was \
advised by them in the last two years.";

pub(super) const AGREEMENT: &str = "1. What is agreed. We audit your management system against the standard and scope of \
the proposal, for the fee stated there, and decide on its certification. The fee is fixed; it does not depend on the \
outcome.\n\n\
2. What you do. You fulfil the requirements of certification at all times; give our audit teams, and assessors who \
accompany them, access to sites, people, documents and records; deal with complaints about your system; and correct what \
we find within the time agreed.\n\n\
3. Changes. You tell us without delay of changes to legal status, ownership, organisation, sites or scope, to what the \
scope covers (AI systems, information assets, processes, products, services), and of serious incidents with it. We tell you of changes to the requirements, and give you time to meet them.\n\n\
4. Use of the certificate and mark. You refer to your certification only within its scope, never in a way that lets a \
product, service or model appear certified, and stop when it is suspended, withdrawn or ended.\n\n\
5. Confidentiality. We keep confidential all that we learn from you, except what is public by these terms, what you allow \
in writing, and what the law demands; in the last case we tell you, as far as the law allows. The certificate's number, \
scope and state may be verified by anyone who knows its number.\n\n\
6. Objections, complaints, appeals. You may object to members of the audit team with reasons, complain, and appeal against \
decisions, as our public page describes.\n\n\
7. Term. This agreement holds for the cycle of the proposal. Either side may end it with three months' notice; fees for \
work done stay due.";
