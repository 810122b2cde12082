// Text that only scripts make, a page that jumps after it was drawn, and an error.
document.getElementById("late").textContent = "只有脚本才写得出来的字。".repeat(40);
addEventListener("load", function () {
  requestAnimationFrame(function () {
    requestAnimationFrame(function () {
      var block = document.createElement("div");
      block.textContent = "后来才到的内容。".repeat(60);
      document.body.prepend(block);
    });
  });
});
throw new Error("broken on purpose");
