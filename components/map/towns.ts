/** Towns named on the base layer. Points: iRail/stations (CC0). */
export const TOWNS: { name: string; lat: number; lon: number }[] = [
  { name: "Lille", lat: 50.63333, lon: 3.06667 },
  { name: "Kortrijk", lat: 50.82451, lon: 3.26455 },
  { name: "Tournai", lat: 50.61313, lon: 3.39694 },
  { name: "Mouscron", lat: 50.74101, lon: 3.22845 },
  { name: "Roeselare", lat: 50.94903, lon: 3.13041 },
  { name: "Ieper", lat: 50.8474, lon: 2.87659 },
  { name: "Menen", lat: 50.79949, lon: 3.11379 },
  { name: "Ath", lat: 50.62693, lon: 3.77743 },
];
