// What the server did not take, in its words, each once.
export function NotTaken({ said }: { said: readonly string[] }) {
  if (said.length === 0) return null;
  return (
    <ul className="f-list">
      {[...new Set(said)].map((words) => (
        <li key={words} className="f-card k-error">
          {words}
        </li>
      ))}
    </ul>
  );
}
