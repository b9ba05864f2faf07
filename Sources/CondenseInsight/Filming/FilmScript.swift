/// The program of a film's page: draws one moment of it, and moves from moment to moment.
///
/// It is given `frames` (places in ten-thousandths), `losses`, names and groups, and writes every text as text. An address
/// that ends with `#frame=N` opens at a frame. `document.body.dataset` holds the number of points in `ready`, the frame
/// that is shown in `frame`, and what went wrong in `error`.
enum FilmScript {
  static let text = #"""
    "use strict";
    (function(){
    const $=id=>document.getElementById(id);
    window.addEventListener("error",e=>{document.body.dataset.error=e.message;});
    const data=JSON.parse($("data").textContent),frames=data.frames,last=frames.length-1,n=data.names.length;
    const canvas=$("film"),ctx=canvas.getContext("2d"),curve=$("curve"),line=curve.getContext("2d"),tip=$("tip");
    const shades=[\#(Palette.shades.map { "\"\($0)\"" }.joined(separator: ","))];
    const css=name=>getComputedStyle(document.body).getPropertyValue(name).trim();
    const largest=data.counts?Math.max(1,...data.counts):1;
    const radius=i=>data.counts?2.5+6*Math.sqrt(data.counts[i]/largest):4;
    const shade=i=>shades[data.groups[i]%shades.length];
    const end=Math.max(1,frames[last].step,...data.losses.map(l=>l.steps[l.steps.length-1]));
    const figure=v=>v&&Math.abs(v)<.001?v.toExponential(1):v.toPrecision(3);
    let at=last,hover=-1,playing=0,queued=0,width=0,height=0,sx=1,sy=1,curveWidth=0,curveHeight=0;
    // A moment between two frames lies between their places.
    function now(of){const a=Math.floor(at),b=Math.min(last,a+1);return of(frames[a])+(of(frames[b])-of(frames[a]))*(at-a);}
    const ax=x=>(x-5000)*sx+width/2,ay=y=>(5000-y)*sy+height/2;
    const px=i=>ax(now(f=>f.x[i])),py=i=>ay(now(f=>f.y[i]));
    function fit(canvas,context){
    const box=canvas.getBoundingClientRect(),ratio=window.devicePixelRatio||1;
    canvas.width=Math.round(box.width*ratio);canvas.height=Math.round(box.height*ratio);
    context.setTransform(ratio,0,0,ratio,0,0);
    return[box.width,box.height];}
    function resize(){
    [width,height]=fit(canvas,ctx);[curveWidth,curveHeight]=fit(curve,line);
    const w=(width-70)/10000,h=(height-40)/10000;
    [sx,sy]=data.line?[w,h]:[Math.min(w,h),Math.min(w,h)];paint();}
    function draw(){queued=queued||requestAnimationFrame(paint);}
    function paint(time=performance.now()){
    cancelAnimationFrame(queued);queued=0;
    if(playing){at=Math.min(last,at+Math.max(0,time-playing)*.008);playing=time;if(at>=last)stop();}
    ctx.clearRect(0,0,width,height);
    if(hover>=0){
    ctx.strokeStyle=css("--muted");ctx.lineWidth=1.5;ctx.beginPath();
    for(let f=0;f<=at;f++)ctx.lineTo(ax(frames[f].x[hover]),ay(frames[f].y[hover]));
    ctx.lineTo(px(hover),py(hover));ctx.stroke();}
    ctx.globalAlpha=.8;
    for(let i=n-1;i>=0;i--){ctx.fillStyle=shade(i);ctx.beginPath();ctx.arc(px(i),py(i),radius(i),0,6.2832);ctx.fill();}
    ctx.globalAlpha=1;
    label();
    if(hover>=0){ctx.strokeStyle=css("--ink");ctx.lineWidth=2;ctx.beginPath();
    ctx.arc(px(hover),py(hover),radius(hover)+3,0,6.2832);ctx.stroke();}
    graph();
    $("time").value=Math.round(at);document.body.dataset.frame=Math.round(at);
    if(playing)draw();}
    function label(){
    ctx.font="12px system-ui,sans-serif";ctx.textBaseline="middle";ctx.textAlign="left";
    ctx.strokeStyle=css("--paper");ctx.fillStyle=css("--ink");ctx.lineWidth=3;ctx.lineJoin="round";
    const taken=[];
    for(let i=0;i<n&&taken.length<60;i++){
    const t=data.names[i].length>20?data.names[i].slice(0,19)+"…":data.names[i];
    const x=px(i)+radius(i)+3,y=py(i),w=ctx.measureText(t).width,b=[x,y-8,x+w,y+8];
    if(x+w>width||y<8||y>height-8||taken.some(o=>b[0]<o[2]&&o[0]<b[2]&&b[1]<o[3]&&o[1]<b[3]))continue;
    taken.push(b);ctx.strokeText(t,x,y);ctx.fillText(t,x,y);}}
    const across=step=>52+(curveWidth-68)*step/end;
    function graph(){
    line.clearRect(0,0,curveWidth,curveHeight);
    line.font="11px system-ui,sans-serif";line.textBaseline="middle";
    const high=curveHeight/data.losses.length,step=now(f=>f.step);
    for(const[k,l]of data.losses.entries()){
    const most=Math.max(...l.values),least=Math.min(...l.values),top=k*high+24,bottom=(k+1)*high-10;
    const down=v=>most>least?bottom-(bottom-top)*(v-least)/(most-least):(top+bottom)/2;
    line.fillStyle=css("--muted");line.textAlign="left";line.fillText(l.name,52,k*high+10);
    line.textAlign="right";line.fillText(figure(most),46,top);
    if(most>least)line.fillText(figure(least),46,bottom);
    line.strokeStyle=shades[k];line.lineWidth=2;line.lineJoin="round";line.beginPath();
    l.values.forEach((v,i)=>line.lineTo(across(l.steps[i]),down(v)));line.stroke();
    if(l.values.length===1){line.fillStyle=shades[k];line.fillRect(across(l.steps[0])-2,down(l.values[0])-2,4,4);}}
    line.strokeStyle=css("--ink");line.lineWidth=1;line.beginPath();
    line.moveTo(across(step),16);line.lineTo(across(step),curveHeight-4);line.stroke();
    // Of training the steps around the mark, of what is measured the last before it.
    const told=data.losses.map((l,k)=>{
    let i=l.steps.findIndex(s=>s>=step);
    if(k||i<0)i=l.steps.findLastIndex(s=>s<=step);
    return i<0?"":", "+l.name+" "+figure(l.values[i]);});
    $("now").textContent="step "+Math.round(step).toLocaleString("en")+" of "+end.toLocaleString("en")+told.join("");}
    let pointer=[0,0];
    function tell(){
    tip.hidden=hover<0;
    if(hover<0)return;
    const add=(tag,text)=>{const e=document.createElement(tag);e.textContent=text;e.dir="auto";tip.append(e);};
    tip.replaceChildren();
    add("b",data.names[hover]);
    if(data.counts)add("span",data.counts[hover].toLocaleString("en")+" rows");
    const box=tip.getBoundingClientRect();
    tip.style.left=Math.max(4,Math.min(pointer[0]+14,width-box.width-4))+"px";
    tip.style.top=Math.max(4,Math.min(pointer[1]+14,height-box.height-4))+"px";}
    function stop(){playing=0;$("play").textContent="Play";}
    function go(to){stop();at=Math.max(0,Math.min(last,to));paint();}
    $("play").addEventListener("click",()=>{
    if(playing)return stop();
    if(at>=last)at=0;
    playing=performance.now();$("play").textContent="Pause";draw();});
    $("time").addEventListener("input",e=>go(Number(e.target.value)));
    const seek=e=>{
    const step=(e.clientX-curve.getBoundingClientRect().left-52)/(curveWidth-68)*end;
    let best=0;
    frames.forEach((f,i)=>{if(Math.abs(f.step-step)<Math.abs(frames[best].step-step))best=i;});
    go(best);};
    curve.addEventListener("pointerdown",e=>{curve.setPointerCapture(e.pointerId);seek(e);});
    curve.addEventListener("pointermove",e=>{if(e.buttons)seek(e);});
    function point(e){
    const box=canvas.getBoundingClientRect();
    pointer=[e.clientX-box.left,e.clientY-box.top];
    hover=-1;
    let least=14*14;
    for(let i=0;i<n;i++){const x=px(i)-pointer[0],y=py(i)-pointer[1],d=x*x+y*y;if(d<least){least=d;hover=i;}}
    tell();draw();}
    canvas.addEventListener("pointermove",point);
    canvas.addEventListener("pointerdown",point);
    canvas.addEventListener("pointerleave",()=>{hover=-1;tell();draw();});
    for(const[k,t]of data.key.entries()){
    const e=document.createElement("span"),b=document.createElement("i");
    b.style.background=shades[k%shades.length];e.append(b,document.createTextNode(t));$("key").append(e);}
    function asked(){const m=/^#frame=(\d+)$/.exec(location.hash);if(m)go(Number(m[1]));}
    window.addEventListener("hashchange",asked);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change",draw);
    window.addEventListener("resize",resize);
    resize();asked();
    document.body.dataset.ready=n;
    })();
    """#
}
