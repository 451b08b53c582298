/** Two notes that rise, one that stays, two that fall: known without looking. */
const NOTES = { good: [660, 880], unsure: [550], bad: [440, 280] };
const NOTE_SECONDS = 0.18;

export function chime(tone: keyof typeof NOTES): void {
  if (!("AudioContext" in window)) return;
  const audio = new AudioContext();
  const volume = audio.createGain();
  volume.gain.value = 0.2;
  volume.connect(audio.destination);
  NOTES[tone].forEach((pitch, index) => {
    const note = audio.createOscillator();
    note.frequency.value = pitch;
    note.connect(volume);
    note.start(audio.currentTime + index * NOTE_SECONDS);
    note.stop(audio.currentTime + (index + 1) * NOTE_SECONDS);
  });
  setTimeout(() => void audio.close(), 1_000);
}
