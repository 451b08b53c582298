/** A camera before which somebody holds this picture. */
export function showToCamera(square: string) {
  navigator.mediaDevices.getUserMedia = async () => {
    const picture = new Image();
    picture.src = square;
    await picture.decode();
    const canvas = document.createElement("canvas");
    canvas.width = 640;
    canvas.height = 480;
    const pencil = canvas.getContext("2d");
    const draw = () => {
      if (!pencil) return;
      pencil.fillStyle = "#777";
      pencil.fillRect(0, 0, 640, 480);
      if (!("noCard" in window)) pencil.drawImage(picture, 200, 120, 240, 240);
      requestAnimationFrame(draw);
    };
    draw();
    return canvas.captureStream(15);
  };
}
