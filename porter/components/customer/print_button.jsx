// Prints the page; what is not part of the paper hides itself by `print:hidden`.
export function PrintButton({ label }) {
  return (
    <button type="button" className="btn btn-full print:hidden" data-variant="secondary" data-size="lg" onClick={() => window.print()}>
      <span className="btn-in">{label}</span>
    </button>
  );
}
