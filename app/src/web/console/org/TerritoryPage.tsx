export function TerritoryPage() {
  return null;
}
