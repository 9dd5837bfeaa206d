// The applicant: "a London fintech with three AI systems", as it would describe itself.

export const CLIENT = {
  name: "Quayside Payments Ltd",
  signatory: "Nadia Rahman",
  position: "Chief operating officer",
  email: "nadia.rahman@quayside-payments.example",
  password: "ferry lantern granite",
};

/** The application, section by section as it is asked: fields by label, then questions with choices. */
export const SECTIONS = [
  {
    title: "Your organisation",
    fields: {
      "Legal name": CLIENT.name, "Registration number": "GB 11930244", "Registered address": "41 Tooley Street\nLondon SE1 2QF",
      Country: "United Kingdom", Website: "quayside-payments.example", Sector: "Banking and financial services",
      "Name of the contact": CLIENT.signatory, "E-mail address of the contact": CLIENT.email, "Telephone of the contact": "+44 20 7946 0123",
    },
    questions: { "Do you certify management systems of others yourselves?": "No", "How does the scope lie in your organisation?": "One legal entity" },
  },
  {
    title: "People and languages",
    fields: { "People in all": "140", "People in the AI life cycle": "26", Languages: ["English"] },
  },
  {
    title: "Sites",
    row: "Site 1",
    fields: {
      "Name of the site": "Head office", Address: "41 Tooley Street\nLondon SE1 2QF", Country: "United Kingdom", "People at this site": "140",
      "What is done there": "Product development, fraud operations and customer support", "Is the management system controlled from here?": "Yes",
    },
  },
  {
    title: "Scope and AI roles",
    fields: {
      "The scope you ask for": "Development and operation of AI systems for payment fraud detection, merchant onboarding and customer support, for small businesses in the United Kingdom.",
      Units: "Product engineering; Fraud operations; Customer support", Processes: "Developing, buying, running and watching over AI systems",
      "Outsourced functions": "Cloud hosting", "Your roles with AI systems": ["Developer", "User"], "AI systems in scope": "3",
    },
  },
  {
    title: "What you leave out",
    row: "Exclusion 1",
    fields: { "What you leave out": "The marketing team", Justification: "It runs no AI system, and prepares no data for one." },
    questions: { "Do you leave anything out?": "Yes" },
  },
  {
    title: "Certificates you hold",
    row: "Certificate 1",
    fields: { Standard: "ISO/IEC 27001:2022", "Issued by": "Albion Register", Number: "AR-27-2260", "Expires on": "2029-05-31" },
    questions: { "Do you hold other management-system certificates?": "Yes" },
  },
  { title: "Consultancy received", questions: { "Did you receive consultancy for your AI management system?": "No" } },
  {
    title: "Who signs for you",
    fields: { Name: CLIENT.signatory, Position: CLIENT.position, "E-mail address": CLIENT.email },
  },
];
