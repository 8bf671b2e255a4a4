// Line icons of 20, drawn for this rail. Always beside their word.
const PATHS = {
  work: 'M4 4h12v12H4zM7 8.5l2 2 4-4M7 13h6',
  queue: 'M3 5h14M3 10h14M3 15h9',
  map: 'M3 5.5l4.5-2 5 2 4.5-2v11l-4.5 2-5-2-4.5 2zM7.5 3.5v11M12.5 5.5v11',
  file: 'M4 4.5c0 6 5.500 11.500 11.500 11.500l1-3.500-4-1.500-1.500 1.500c-2-1-3.500-2.500-4.500-4.500l1.500-1.500-1.500-4z',
  planning: 'M3.500 3.500h13v13h-13zM3.500 9h7V3.500M10.500 9v7.500M10.500 12h6',
  territory: 'M10 3v4M4 13v-3h12v3M10 7v3M2.500 13h3v4h-3zM8.500 13h3v4h-3zM14.500 13h3v4h-3z',
  categories: 'M3.500 3.500h5v5h-5zM11.500 3.500h5v5h-5zM3.500 11.500h5v5h-5zM11.500 11.500h5v5h-5z',
  orders: 'M3.500 4.500h13v11h-13zM3.500 8h13M10 11v3.500M8 12.800l2 1.700 2-1.700',
  duty: 'M5 3h10v14H5zM8 7h4M8 10h4M8 13h2',
  calendar: 'M3.500 5h13v12h-13zM3.500 9h13M7 3v3M13 3v3',
  notices: 'M5 14V9a5 5 0 0 1 10 0v5l1.500 1h-13zM8.500 17h3',
  whistle: 'M3 8h8l6-2v4l-3 1.500a4.500 4.500 0 1 1-8.500-1.500H3zM8.500 12h.01M8 3.500v2M11 4v1.500',
  huddle:
    'M10 8a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5zM4.500 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM15.500 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM5 17c.5-3 2.500-4.500 5-4.500s4.500 1.500 5 4.500',
  handover: 'M3 7h11M11 4l3 3-3 3M17 13H6M9 10l-3 3 3 3',
  diary: 'M5 3h10v14H5zM5 3v14M8 7h4M8 10h4',
  visits: 'M3 10l7-6 7 6M5 9v8h10V9M8.500 17v-5h3v5',
  patrol: 'M4 16l4-5 3 2 5-8M4 16h.01M16 5h-3M16 5v3',
  repeated: 'M4 9a6 6 0 0 1 10.500-3.500L16 7M16 4v3h-3M16 11a6 6 0 0 1-10.500 3.500L4 13M4 16v-3h3',
  checklists: 'M3.500 5l1.500 1.500L7.500 4M3.500 11l1.500 1.500L7.500 10M10 5.500h7M10 11.500h7M10 16.500h7',
  registers: 'M4 3.500h12v13H4zM4 8h12M8 8v8.500',
  codes:
    'M3.500 3.500h5v5h-5zM11.500 3.500h5v5h-5zM3.500 11.500h5v5h-5zM11.500 11.500h2v2h-2zM14.500 14.500h2v2h-2z',
  webhooks: 'M3.500 10h9M9 6l4 4-4 4M13 3.500h3.500v13H13',
  policies: 'M4 3h9l3 3v11H4zM12.500 3v3.500H16M7 10l2 2 4-4',
  audit: 'M10 3l6 2v4.500c0 3.500-2.500 6-6 7.500-3.500-1.500-6-4-6-7.500V5zM7.500 10l2 2 3.500-3.500',
  account:
    'M10 10a3.200 3.200 0 1 0 0-6.400 3.200 3.200 0 0 0 0 6.400zM3.500 17c.5-3.500 3-5 6.500-5s6 1.500 6.500 5',
  rates: 'M3.500 17h13M5.500 17V9.500M10 17V4.500M14.500 17v-5',
  visitBacks: 'M3.500 4.500h13v9h-7l-3.500 3v-3h-2.500zM7 9h6',
  exclusions: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM6.500 10h7',
  admission: 'M4 3h9l3 3v11H4zM12.500 3v3.500H16M7 10h6M7 13h4',
  reports: 'M3.500 3.500h13v13h-13zM3.500 8h13M8.500 8v8.500M3.500 12h13',
  burden: 'M3.500 15a6.500 6.500 0 1 1 13 0M10 15l3-4.500M3.500 15h13',
  warning: 'M10 3a5 5 0 0 1 5 5v4l1.500 2.500h-13L5 12V8a5 5 0 0 1 5-5zM8.500 17h3',
  emergency: 'M10 3l7.500 13.500h-15zM10 8v4.500M10 14.500h.01',
  stress: 'M2.500 4v12.500h15M4 6c3 0 3.500 8 6.500 8 2.500 0 2.500-5 7-6.500',
  stocks: 'M3 6.500l7-3.500 7 3.500v7.500l-7 3.500-7-3.500zM3 6.500l7 3.500 7-3.500M10 10v7.500',
  search: 'M9 15A6 6 0 1 0 9 3a6 6 0 0 0 0 12zM13.500 13.500L17 17',
  place:
    'M10 17.500c-3.500-4-5.500-6.500-5.500-9a5.500 5.500 0 0 1 11 0c0 2.500-2 5-5.500 9zM10 10.300a1.900 1.900 0 1 0 0-3.800 1.900 1.900 0 0 0 0 3.800z',
  phone:
    'M4 4.500c0 6 5.500 11.500 11.500 11.500l1-3.500-4-1.500-1.500 1.500c-2-1-3.500-2.500-4.500-4.500l1.500-1.500-1.500-4z',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg viewBox="0 0 20 20" width={size} height={size} aria-hidden="true" className="c-icon">
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  );
}
