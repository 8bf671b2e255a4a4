// Which module may use which, through its `public.ts`. Every module has an entry, kept by its owner; the graph has no circle.
// Read by the architecture checker (tools/arch), which also refuses an import that is not declared here.
export const dag: Record<string, readonly string[]> = {
  appraisal: ['cases', 'catalogue'],
  cases: ['catalogue', 'places'],
  catalogue: [],
  demo: ['cases', 'catalogue', 'org', 'patrol', 'places', 'policies', 'registers'],
  features: ['cases', 'org', 'places'],
  identity: [],
  keys: [],
  open311: ['cases', 'catalogue'],
  orders: ['cases', 'catalogue', 'places'],
  org: [],
  patrol: ['catalogue', 'org', 'places'],
  places: [],
  policies: [],
  registers: [],
  'resilience-cli': [],
  rhythm: ['cases', 'org'],
  'spatial-cli': ['places'],
  sync: ['cases', 'catalogue', 'org'],
  visits: ['cases', 'org'],
  webhooks: ['cases'],
};
